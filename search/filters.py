"""The filters of a list, as they stand in its address."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.http import QueryDict

from search.analysis import clean

MOST_VALUES = 20
LONGEST_VALUE = 100

# The name in the address for each field; the order is that in which facets are shown.
PARAMETERS = {
    "type": "entry_type",
    "area": "areas",
    "country": "countries",
    "enterprise": "enterprises",
    "tag": "tags",
    "readiness": "readiness",
    "indicator": "indicator",
    "language": "languages",
    "year": "years",
}
FACETS = tuple(PARAMETERS)
# Of these, all versions of an entry have the same values.
SHARED = frozenset({"type", "area", "country", "enterprise", "readiness", "indicator"})
# Of these, an address takes one value.
SINGLE = frozenset({"type", "indicator"})
CHANGE = "change"
_PERCENTAGE = re.compile(r"[-−–+]?\s*([0-9]{1,6}(?:[.,][0-9]{1,3})?)\s*%?")


@dataclass(frozen=True)
class Filters:
    """What an entry must be to be listed: any of the values of every field that has some.

    Values are those of the address: slugs of areas, enterprises and tags, codes of everything else. ``fixed`` names
    the facets that the page itself decides, such as the area on the page of an area: they are not offered.
    """

    entry_type: str = ""
    areas: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    enterprises: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    readiness: tuple[str, ...] = ()
    indicator: str = ""
    least: Decimal | None = None
    """By how many percent ``indicator`` is to be better, at least."""
    languages: tuple[str, ...] = ()
    years: tuple[str, ...] = ()
    fixed: frozenset[str] = frozenset()

    @classmethod
    def from_querydict(
        cls, querydict: QueryDict, *, entry_type: str = "", fixed: Mapping[str, str] | None = None
    ) -> "Filters":
        """The filters of an address; ``entry_type`` and ``fixed`` (facet to value) are what its page is about."""
        decided = dict(fixed or {})
        if entry_type:
            decided["type"] = entry_type
        values: dict[str, Any] = {}
        for facet, name in PARAMETERS.items():
            given = [decided[facet]] if facet in decided else querydict.getlist(facet)
            kept = tuple(dict.fromkeys(value for value in map(_tidy, given) if value))[:MOST_VALUES]
            values[name] = (kept[0] if kept else "") if facet in SINGLE else kept
        if values["indicator"]:
            values["least"] = percentage(querydict.get(CHANGE, ""))
        return cls(**values, fixed=frozenset(decided))

    def of(self, facet: str) -> tuple[str, ...]:
        """The values chosen of a facet, by its name in the address."""
        value = getattr(self, PARAMETERS[facet])
        return ((value,) if value else ()) if isinstance(value, str) else value

    @property
    def chosen(self) -> tuple[str, ...]:
        """The names of the facets that have values, fixed or not."""
        return tuple(facet for facet in FACETS if self.of(facet))

    @property
    def offered(self) -> tuple[str, ...]:
        """The names of the facets that a visitor may choose from."""
        return tuple(facet for facet in FACETS if facet not in self.fixed)

    def toggled(self, facet: str, value: str) -> "Filters":
        """The same filters with ``value`` of ``facet`` put in, or taken out if it was there."""
        chosen = self.of(facet)
        changed: Any = tuple(other for other in chosen if other != value) if value in chosen else (*chosen, value)
        if facet in SINGLE:
            changed = "" if value in chosen else value
        return replace(self, **{PARAMETERS[facet]: changed})

    def querystring(self, *, query: str = "", sort: str = "", page: int = 1) -> str:
        """The address's part after the question mark, without what the page fixes."""
        result = QueryDict(mutable=True)
        if query:
            result["q"] = query
        for facet in self.offered:
            if chosen := self.of(facet):
                result.setlist(facet, list(chosen))
        if self.indicator and self.least is not None:
            result[CHANGE] = str(self.least)
        if sort:
            result["sort"] = sort
        if page > 1:
            result["page"] = str(page)
        return result.urlencode()

    @property
    def year_numbers(self) -> list[int]:
        """The years that are numbers; nonsense finds nothing."""
        return [int(year) for year in self.years if year.isdecimal() and len(year) == 4]

    def languages_for(self, reader: str) -> tuple[str, ...]:
        """The chosen languages, the reader's own first: it stands for a translation group before the others."""
        order = [reader, *(code for code, _name in settings.LANGUAGES)]
        known = [language for language in dict.fromkeys(order) if language in self.languages]
        return (*known, *(language for language in self.languages if language not in known))


def percentage(typed: str) -> Decimal | None:
    """The size of a change in percent as visitors write it ("15", "−15 %", "7,5"); None if it is no number.

    Its sign says nothing: which way is better is a matter of the indicator.
    """
    found = _PERCENTAGE.fullmatch(_tidy(typed))
    return Decimal(found[1].replace(",", ".")) if found else None


def _tidy(value: object) -> str:
    return clean(str(value)[:LONGEST_VALUE]).strip()


assert {field.name for field in fields(Filters)} == {*PARAMETERS.values(), "least", "fixed"}
