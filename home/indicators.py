"""The filter by how much an indicator changed: its part of the form, and what it says of the list.

In the address it is ``indicator=<code>&change=<percent>``.
"""

from dataclasses import dataclass

from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from home import markup
from home.numbers import number, percent
from search.analysis import clean
from search.filters import CHANGE, percentage
from search.results import Facet, FacetValue

INDICATOR = "indicator"


@dataclass(frozen=True, slots=True)
class Change:
    """What was typed as the least change, what is wrong with it, and what it asks of the chosen indicator."""

    typed: str
    problem: str
    wanted: str

    @property
    def is_on(self) -> bool:
        """Whether the list is filtered by it."""
        return bool(self.wanted)


def read_change(facet: Facet, query: QueryDict, language: str) -> Change:
    """The change that the address asks for, in words of the interface."""
    given = query.get(CHANGE, "")
    typed, least = clean(given).strip()[: markup.LONGEST_CHANGE], percentage(given)
    chosen = next((value for value in facet.values if value.selected), None)
    problem = wanted = ""
    if typed and least is None:
        problem = gettext("“%(typed)s” is not a percentage and was passed over. Write a number such as 15.")
        problem %= {"typed": typed}
    elif least is not None and chosen is None:
        problem = gettext("The percentage was passed over: choose an indicator for it.")
    elif least is not None and chosen is not None:
        wanted = gettext("%(change)s or better")
        wanted %= {"change": percent(-least if chosen.lower_is_better else least, language)}
    return Change(typed, problem, wanted)


def chip(facet: Facet, value: FacetValue, change: Change) -> tuple[str, str]:
    """The filter that is on, in two parts: "Energy per unit:", "−15 % or better"."""
    return (f"{value.label}:", change.wanted) if change.is_on else (str(facet.label), str(value.label))


def fields(facet: Facet, change: Change) -> SafeString:
    """The list of indicators, and the field for the least change."""
    return markup.indicator_fields(
        gettext("Indicator"),
        [("", gettext("any"), False), *(_option(value) for value in facet.values)],
        gettext("Better by at least, %"),
        change.typed,
        is_wrong=bool(change.problem),
    )


def _option(value: FacetValue) -> tuple[str, str, bool]:
    return value.value, f"{value.label} ({number(value.count)})", value.selected
