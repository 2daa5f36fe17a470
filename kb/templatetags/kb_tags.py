"""How figures, dates and states of entries are written, in the language of the page."""

from datetime import date, datetime, tzinfo
from decimal import Decimal
from typing import Any

from django import template
from django.conf import settings
from django.db.models import Model
from django.template.loader import render_to_string
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from wagtail.models import Locale

from accounts import browsers
from kb.charts import before_after_chart, readiness_scale
from kb.dates import date_in_words, zone_of
from kb.models import EntryPage, RenderedEntry, TechnologyPage
from kb.permissions import may_read_in_full, may_see_contact
from kb.rendering import parts_of
from kb.units import Unit
from notifications.languages import LANGUAGE_CHOICES
from prepared.marks import hit_mark
from prepared.shown import shows

register = template.Library()

MINUS = "\N{MINUS SIGN}"
NO_BREAK = "\N{NO-BREAK SPACE}"
OWN_NAMES = dict(LANGUAGE_CHOICES)


register.filter("browser_name", browsers.name)


@register.filter
def number(value: Decimal | int | None, places: int | None = None) -> str:
    """``1234.5000`` as 1 234,5: grouped, without trailing zeros unless ``places`` are asked for."""
    if value is None:
        return ""
    amount = Decimal(value)
    if places is None:
        amount = amount.normalize()
        places = max(0, -int(amount.as_tuple().exponent))
    sign = MINUS if amount < 0 else ""
    return f"{sign}{number_format(abs(amount), places, force_grouping=True)}"


@register.filter
def unit_symbol(code: str) -> str:
    """The symbol of the UCUM ``code`` in the language of the page; nothing for plain numbers."""
    return "" if code == Unit.ONE else str(Unit(code).label) if code in Unit.values else code


@register.filter
def in_unit(value: Decimal | int | None, code: str) -> str:
    """A figure with its unit, never broken over lines."""
    return NO_BREAK.join(filter(None, (number(value), unit_symbol(code)))).replace(" ", NO_BREAK)


@register.filter
def money(value: Decimal | None, currency: str) -> str:
    """An amount with its ISO 4217 code; hundredths only where there are any."""
    if value is None:
        return ""
    places = 0 if value == value.to_integral_value() else 2
    return f"{number(value, places)}{NO_BREAK}{currency}"


@register.filter
def percent(value: Decimal | None) -> str:
    """A share in percent, spaced as the language does."""
    if value is None:
        return ""
    space = "" if (get_language() or "").startswith("en") else NO_BREAK
    return f"{number(value)}{space}%"


@register.filter
def change(value: Decimal | None) -> str:
    """A change in percent, always with its sign."""
    if value is None:
        return ""
    return f"+{percent(value)}" if value > 0 else percent(value)


@register.filter
def day(value: date | None) -> SafeString | str:
    """A date in words, machine-readable too."""
    if value is None:
        return ""
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), date_in_words(value))


@register.filter
def published_day(value: datetime) -> SafeString | str:
    """The date of a moment, where the site is."""
    return day(localtime(value).date())


@register.filter
def zone(user: Any) -> tzinfo:
    """For ``{% timezone user|zone %}``: times of day as the reader's own clock shows them."""
    return zone_of(user)


@register.filter
def months(value: int | None) -> str:
    """A number of months in words."""
    return "" if value is None else ngettext("%(count)d month", "%(count)d months", value) % {"count": value}


@register.filter
def years(value: int | None) -> str:
    """A number of years in words."""
    return "" if value is None else ngettext("%(count)d year", "%(count)d years", value) % {"count": value}


@register.filter
def figure_range(row: Any) -> str:
    """The value of a technical parameter, or its range, with the unit."""
    bounds = {"low": number(row.minimum), "high": number(row.maximum)}
    if row.value is not None:
        words = number(row.value)
        if row.minimum is not None or row.maximum is not None:
            words = f"{words} ({_range(bounds)})"
    else:
        words = _range(bounds)
    return f"{words}{NO_BREAK}{unit_symbol(row.unit)}".rstrip(NO_BREAK)


def _range(bounds: dict[str, str]) -> str:
    if bounds["low"] and bounds["high"]:
        return _("%(low)s to %(high)s") % bounds
    return (_("at least %(low)s") if bounds["low"] else _("at most %(high)s")) % bounds


@register.filter
def chosen(page: Model, name: str) -> list[str]:
    """The words for the values of a field that holds several, such as forms of cooperation."""
    field: Any = page._meta.get_field(name)
    choices = dict(field.base_field.flatchoices)
    return [str(choices.get(value, value)) for value in getattr(page, name) or ()]


@register.filter
def field_label(page: Model, name: str) -> str:
    """The name of a field, as forms say it, to stand above its text."""
    field: Any = page._meta.get_field(name)
    label = str(field.verbose_name)
    return label[:1].upper() + label[1:]


@register.filter
def field_value(row: Model, name: str) -> str:
    """The word for the value of a field with choices."""
    return str(getattr(row, f"get_{name}_display")())


@register.filter
def type_name(entry: EntryPage) -> str:
    """What kind of entry it is, for entries of any class."""
    return str(entry.specific_class._meta.verbose_name)


@register.filter
def own_name(locale: Locale) -> str:
    """The name of a language in itself."""
    return OWN_NAMES[locale.language_code]


@register.filter
def language_of_text(locale: Locale) -> str:
    """The name of a language in the language of the page."""
    return str(dict(settings.LANGUAGES)[locale.language_code])


@register.filter
def telephone(value: str) -> str:
    """A phone number as links want it: digits, with the plus of an international one."""
    return "".join(character for character in value if character.isdigit() or character == "+")


@register.inclusion_tag("kb/entry/text.html")
def entry_text(page: EntryPage, name: str, level: int = 2) -> dict[str, Any]:
    """A rich text of the entry below its name; nothing when it is empty."""
    return {"name": name, "heading": field_label(page, name), "text": getattr(page, name), "level": level}


@register.simple_tag
def conditions_of_use(page: TechnologyPage) -> list[tuple[str, str]]:
    """The conditions that are stated, each by its name."""
    stated = []
    for name in page.CONDITIONS:
        value = getattr(page, name)
        if value not in (None, ""):
            shown = page.get_dust_display() if name == "dust" else number(value)
            stated.append((field_label(page, name), str(shown)))
    return stated


@register.simple_tag
def comparison(line: Any, number_of_line: int) -> SafeString:
    """The drawn before and after of one indicator."""
    return before_after_chart(
        identifier=f"chart-{number_of_line}",
        title=line.name,
        before=line.row.before,
        after=line.row.after,
        before_text=in_unit(line.row.before, line.row.unit),
        after_text=in_unit(line.row.after, line.row.unit),
        verdict=verdict(line),
        outcome=line.outcome,
    )


@register.simple_block_tag
def row_table(content: SafeString, name: str, heading: str, modifier: str = "") -> SafeString:
    """A section with a table of rows; ``name`` is the anchor, ``content`` the head and the body of the table."""
    table = {"rows": content, "name": name, "heading": heading, "modifier": modifier}
    return render_to_string("kb/entry/table.html", table)


@register.filter
def verdict(line: Any) -> str:
    """What became of an indicator, in sign and word: −41,4 %, better."""
    words = {"better": _("better"), "worse": _("worse"), "same": _("no change")}[line.outcome]
    figure = change(line.row.change_percent)
    return f"{figure}, {words}" if figure else words


@register.simple_tag
def readiness(page: Any) -> SafeString | str:
    """The drawn scale of readiness levels, or nothing while the level is open."""
    if not page.trl:
        return ""
    return readiness_scale(page.trl, title=page.get_trl_display(), stage=page.stage.label)


@register.simple_tag(takes_context=True)
def entry_parts(context: Any) -> RenderedEntry:
    """The parts of the page: those that are kept, or made on the spot for a preview."""
    page: EntryPage = context["page"]
    request = context.get("request")
    parts = parts_of(page, is_preview=getattr(request, "is_preview", False))
    shows(request, [*parts.shows, hit_mark(page.pk)], until=parts.good_until)
    return parts


@register.simple_tag(takes_context=True)
def reader_rights(context: Any) -> dict[str, bool]:
    """What this visitor may see of the page."""
    page, user = context["page"], context["request"].user
    return {"body": may_read_in_full(user, page), "contact": may_see_contact(user, page)}
