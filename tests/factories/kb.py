"""Enterprises, terms and complete entries of each type."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import factory
from django.core.files.base import ContentFile
from django.utils import timezone
from stdnum.by import unp
from wagtail.images.tests.utils import get_test_image_file
from wagtail.signal_handlers import disable_reference_index_auto_update

from home.models import SectionPage
from kb import models as kb
from kb.tax_numbers import bin_check_digit
from tests.factories.accounts import UserFactory


def unp_number(number: int) -> str:
    """A valid УНП, another one for each ``number``."""
    candidates = (f"{10_000_000 + number * 10 + step}" for step in range(10))
    return next(first + digit for first in candidates for digit in "0123456789" if unp.is_valid(first + digit))


def bin_number(number: int) -> str:
    """A valid БИН, another one for each ``number``."""
    candidates = (f"100140{number * 10 + step:05d}" for step in range(10))
    return next(f"{first}{digit}" for first in candidates if (digit := bin_check_digit(first)) is not None)


class EnterpriseFactory(factory.django.DjangoModelFactory):
    """A Belarusian manufacturer, or with ``country="KZ"`` a Kazakh one."""

    class Meta:
        model = kb.Enterprise

    name_ru = factory.Sequence(lambda number: f"Завод № {number}")
    name_en = factory.Sequence(lambda number: f"Plant No {number}")
    slug = factory.Sequence(lambda number: f"plant-{number}")
    country = "BY"
    region = factory.LazyAttribute(lambda enterprise: "BY-HM" if enterprise.country == "BY" else "KZ-35")
    kind = kb.EnterpriseKind.MANUFACTURER

    @factory.lazy_attribute_sequence
    def tax_id(self, number: int) -> str:
        return unp_number(number) if self.country == "BY" else bin_number(number)


class MembershipFactory(factory.django.DjangoModelFactory):
    """A person who writes for an enterprise."""

    class Meta:
        model = kb.Membership

    user = factory.SubFactory(UserFactory)
    enterprise = factory.SubFactory(EnterpriseFactory)


class TechnologyAreaFactory(factory.django.DjangoModelFactory):
    """An area of the first level, beside those of the taxonomy."""

    class Meta:
        model = kb.TechnologyArea

    code = factory.Sequence(lambda number: f"9{number}")
    slug = factory.Sequence(lambda number: f"area-{number}")
    name_ru = factory.Sequence(lambda number: f"Направление {number}")


class IndicatorFactory(factory.django.DjangoModelFactory):
    """An indicator that is better when lower."""

    class Meta:
        model = kb.Indicator

    code = factory.Sequence(lambda number: f"indicator-{number}")
    name_ru = factory.Sequence(lambda number: f"Показатель {number}")
    unit = "kW.h/t"


class TagFactory(factory.django.DjangoModelFactory):
    """A tag."""

    class Meta:
        model = kb.Tag

    name = factory.Sequence(lambda number: f"метка {number}")


def make_document(title: str = "Протокол испытаний", **fields: Any) -> kb.KbDocument:
    """A text file of the document library."""
    return kb.KbDocument.objects.create(title=title, file=ContentFile(b"text", name="protocol.txt"), **fields)


def make_image(title: str = "Цех", **fields: Any) -> kb.KbImage:
    """A small picture of the image library."""
    return kb.KbImage.objects.create(title=title, file=get_test_image_file(), description="Вид цеха", **fields)


def _rich(text: str) -> str:
    return f"<p>{text}</p>"


TYPE_VALUES: dict[str, dict[str, Any]] = {
    "technology": {
        "title": "Линия сушки зерна",
        "kind": "offer",
        "purpose": _rich("Сушка зерна с возвратом тепла."),
        "description": _rich("Тепло отработанного воздуха греет входящий."),
        "advantages": _rich("Расход газа ниже на четверть."),
        "trl": 9,
        "trl_basis": "Акт ввода в эксплуатацию",
        "ipr_status": ["patent"],
        "cooperation": ["supply", "service"],
        "lead_time_months": 6,
    },
    "case_study": {
        "title": "Частотный привод насосов на обогатительной фабрике",
        "challenge": _rich("Насосы работали с постоянной частотой."),
        "objectives": _rich("Снизить расход электроэнергии."),
        "solution": _rich("Установлены преобразователи частоты."),
        "start": date(2024, 3, 1),
        "end": date(2024, 9, 30),
        "payback_months": 14,
        "economic_benefit": _rich("Экономия 120 тысяч рублей в год."),
        "success_factors": _rich("Обучение дежурных электриков."),
        "limiting_factors": _rich("Старые двигатели греются на малой частоте."),
        "replicability": "adapted",
        "replicability_text": _rich("Нужна проверка изоляции двигателей."),
    },
    "article": {
        "title": "Как проводить энергоаудит сжатого воздуха",
        "objective": _rich("Найти утечки сжатого воздуха."),
        "audience": ["engineer", "energy_manager"],
        "context": _rich("Цех с компрессорной станцией."),
        "success_factors": _rich("Замер при остановленном цехе."),
        "limits": _rich("Не годится для непрерывных производств."),
        "replication": _rich("Повторять раз в полгода."),
    },
}
PAGE_MODELS: dict[str, type[kb.EntryPage]] = {
    "technology": kb.TechnologyPage,
    "case_study": kb.CaseStudyPage,
    "article": kb.ArticlePage,
}


def make_indicator_row(**fields: Any) -> kb.IndicatorRow:
    """An unsaved row of the seeded indicator "energy per unit": 50 before, 40 after."""
    values = {
        "unit": "kW.h/t",
        "before": Decimal(50),
        "after": Decimal(40),
        "period": "2023 – 2024",
        "method": "measured",
    }
    if "indicator" not in fields:
        values["indicator"] = kb.Indicator.objects.get(code="energy-per-unit")
    return kb.IndicatorRow(**{**values, **fields})


def _rows(entry_type: str) -> dict[str, list[kb.Row]]:
    rows: dict[str, list[kb.Row]] = {"authors": [kb.EntryAuthor(name="Анна Иванова", post="главный энергетик")]}
    if entry_type == "technology":
        rows["parameters"] = [kb.TechnicalParameter(parameter="Производительность", value=Decimal(20), unit="t/h")]
        rows["costs"] = [kb.CostItem(item="Сушилка", quantity=Decimal(2), price=Decimal("150000.00"), currency="BYN")]
    else:
        rows["lessons"] = [kb.Lesson(text="Сначала измерить, потом менять.")]
    if entry_type == "case_study":
        rows["indicators"] = [make_indicator_row()]
        rows["steps"] = [kb.ImplementationStep(step="Обследование", start=date(2024, 3, 1), end=date(2024, 3, 20))]
    if entry_type == "article":
        rows["steps"] = [kb.PracticeStep(title="Замер", text=_rich("Измерьте падение давления за час."))]
        rows["references"] = [kb.EntryReference(text="ГОСТ Р 54130-2010")]
    return rows


def section_of(entry_type: str, language: str = "ru") -> SectionPage:
    """The section below which the entries of ``entry_type`` in ``language`` lie."""
    return SectionPage.objects.get(entry_type=entry_type, locale__language_code=language)


def build_entry(
    entry_type: str = "technology", /, *, language: str = "ru", enterprise: Any = None, **values: Any
) -> Any:
    """An unsaved complete entry of ``entry_type``; ``values`` override fields, rows, ``areas`` and ``tags``."""
    today = timezone.localdate()
    enterprise = enterprise or EnterpriseFactory()
    plain: dict[str, Any] = {
        "summary": "Кратко о главном, в двух предложениях.",
        "original_language": language,
        "enterprise": enterprise,
        "contact_name": "Пётр Сидоров",
        "contact_email": "sidorov@example.org",
        "contact_consent": True,
        "clearance": True,
        "verified_on": today - timedelta(days=10),
        "review_due": today + timedelta(days=355),
        **TYPE_VALUES[entry_type],
    }
    if entry_type == "case_study":
        plain |= {"adopter": enterprise, "supplier": values.get("supplier") or EnterpriseFactory(country="KZ")}
    together: dict[str, Any] = {
        "areas": [kb.TechnologyArea.objects.get(code="01.1")],
        "tags": ["экономия"],
        **_rows(entry_type),
    }
    model = PAGE_MODELS[entry_type]
    relations = {relation.name for relation in model._meta.related_objects if relation.one_to_many}
    for name, value in values.items():
        (together if name in relations or name in together else plain)[name] = value
    entry = model(**plain)
    entry.locale = section_of(entry_type, language).locale
    entry.areas.set(together.pop("areas"))
    entry.tags.set(together.pop("tags"))
    for relation, rows in together.items():
        for position, row in enumerate(rows):
            row.sort_order = position
        getattr(entry, relation).set(rows)
    return entry


def make_entry(
    entry_type: str = "technology", /, *, language: str = "ru", owner: Any = None, published: bool = True, **values: Any
) -> Any:
    """A complete entry in the page tree, with its first revision; ``values`` as for ``build_entry``."""
    entry = build_entry(entry_type, language=language, **values)
    entry.live = False
    entry.owner = owner
    # The list of what uses what costs a quarter of a page and is Wagtail's own affair.
    with disable_reference_index_auto_update():
        section_of(entry_type, language).add_child(instance=entry)
        revision = entry.save_revision(user=owner, clean=False)
        if published:
            revision.publish(user=owner)
            entry.refresh_from_db()
    return entry
