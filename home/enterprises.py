"""The list of enterprises: chosen by country, region and kind, in the order of the reader's alphabet."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, QuerySet
from django.db.models import Value as SqlValue
from django.db.models.functions import Coalesce, NullIf
from django.http import QueryDict
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.countries import Country, Region
from home.listing import Listing, add_pages
from home.navigation import current_language
from home.numbers import number
from home.overview import enterprise_counts
from kb.alphabet import alphabetical, sort_key
from kb.models import Enterprise, EnterpriseKind

PAGE_SIZE = 24
CHOICES = {"country": Country, "region": Region, "kind": EnterpriseKind}


@dataclass(frozen=True, slots=True)
class Option:
    """A value that enterprises can be chosen by."""

    value: str
    text: str
    selected: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """A drop-down list of values."""

    name: str
    label: str
    options: list[Option]


@dataclass(frozen=True, slots=True)
class EnterpriseCard:
    """An enterprise in the list."""

    url: str
    name: str
    country: str
    place: str
    kind: str
    products: str
    entries: str
    entries_label: str
    verified: bool
    is_demonstration: bool


@dataclass(slots=True)
class EnterpriseList:
    """A page of the list with what it can be narrowed by."""

    listing: Listing
    enterprises: list[EnterpriseCard] = field(default_factory=list)
    choices: list[Choice] = field(default_factory=list)


def enterprise_list(query: QueryDict, path: str) -> EnterpriseList:
    """The page of the list that ``query`` asks for, in three queries."""
    language = current_language()
    given = {name: str(query.get(name, "")) for name in CHOICES}
    chosen = {name: value for name, value in given.items() if value in CHOICES[name].values}
    groups = Counter({row[:3]: row[3] for row in _grouped(Enterprise.objects.order_by())})
    total = sum(count for key, count in groups.items() if _fits(key, chosen))
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(_page_number(query), pages)
    listing = Listing(
        total=total,
        count_text=ngettext("%(number)s enterprise", "%(number)s enterprises", total) % {"number": number(total)},
        query="",
        action=path,
        clear_url=path,
        filters_on=len(chosen),
    )
    add_pages(listing, page, pages, list(chosen.items()))
    return EnterpriseList(
        listing=listing,
        enterprises=_cards(Enterprise.objects.filter(**chosen), language, (page - 1) * PAGE_SIZE),
        choices=_choices(groups, chosen, language),
    )


def _grouped(enterprises: QuerySet[Enterprise]) -> Any:
    return enterprises.values_list("country", "region", "kind").annotate(Count("pk"))


def _fits(key: tuple[str, ...], chosen: dict[str, str]) -> bool:
    return all(chosen.get(name, value) == value for name, value in zip(CHOICES, key, strict=True))


def _page_number(query: QueryDict) -> int:
    text = query.get("page", "1")
    return max(1, int(text[:6])) if text.isascii() and text.isdecimal() else 1


def _choices(groups: Counter[tuple[str, ...]], chosen: dict[str, str], language: str) -> list[Choice]:
    labels = {"country": _("Country"), "region": _("Region"), "kind": _("Kind")}
    choices = []
    for position, (name, values) in enumerate(CHOICES.items()):
        others = {other: value for other, value in chosen.items() if other != name}
        found: Counter[str] = Counter()
        for key, count in groups.items():
            if _fits(key, others):
                found[key[position]] += count
        options = [
            Option(value, f"{label} ({number(found[value])})", chosen.get(name) == value)
            for value, label in ((str(value), str(label)) for value, label in values.choices)
            if found[value] or chosen.get(name) == value
        ]
        choices.append(Choice(name, labels[name], sorted(options, key=lambda option: sort_key(option.text, language))))
    return choices


def _cards(enterprises: QuerySet[Enterprise], language: str, offset: int) -> list[EnterpriseCard]:
    name = Coalesce(NullIf(F(f"name_{language}"), SqlValue("")), F("name_ru"))
    ordered = list(enterprises.order_by(alphabetical(name, language), "pk")[offset : offset + PAGE_SIZE])
    entries = enterprise_counts(language, [enterprise.pk for enterprise in ordered]) if ordered else {}
    return [
        EnterpriseCard(
            url=f"/{language}/enterprises/{enterprise.slug}/",
            name=enterprise.name,
            country=enterprise.country.lower(),
            place=f"{enterprise.get_country_display()}, {enterprise.get_region_display()}",
            kind=enterprise.get_kind_display(),
            products=Truncator(enterprise.products).words(24),
            entries=number(entries.get(enterprise.pk, 0)) if enterprise.pk in entries else "",
            entries_label=ngettext("entry", "entries", entries.get(enterprise.pk, 0)),
            verified=enterprise.verified,
            is_demonstration=enterprise.is_demonstration,
        )
        for enterprise in ordered
    ]
