"""How well an offer and a request fit, and why. Every weight stands here; nothing here knows the database."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

# Together 100.
AREA, TEXT, COUNTRY, COOPERATION = 40, 35, 10, 15
SAME_BRANCH = 0.5
"""What a common parent counts where no area is shared."""
ENOUGH_TEXT = 0.4
"""Nobody writes an offer in the words of a request: from here on the texts fit as well as texts do."""
LEAST = 45
"""From here on a pair is worth telling somebody."""
LEAST_TEXT, LEAST_TEXT_ELSEWHERE = 0.06, 0.18
"""A pair about something else is none, however near its area; less so where no area is shared."""


@dataclass(frozen=True)
class Side:
    """What counts of a technology, offered or sought."""

    areas: frozenset[int]
    branches: frozenset[int]
    """The areas of the first level that its areas lie in, or are."""
    country: str
    enterprise_id: int
    trl: int | None = None
    cooperation: frozenset[str] = frozenset()
    partner_countries: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Fit:
    """Why two fit; plain values, kept with the pair."""

    score: int
    areas: list[int] = field(default_factory=list)
    branches: list[int] = field(default_factory=list)
    text: int = 0
    """How near the texts are, in percent."""
    offered_trl: int | None = None
    sought_trl: int | None = None
    other_country: bool = False
    cooperation: list[str] = field(default_factory=list)

    @property
    def reasons(self) -> dict[str, Any]:
        """As the database keeps it."""
        return {name: value for name, value in asdict(self).items() if name != "score"}

    @classmethod
    def from_row(cls, score: int, reasons: Mapping[str, Any]) -> "Fit":
        """What ``reasons`` made."""
        return cls(score=score, **reasons)


def fit(offer: Side, request: Side, text: float) -> Fit | None:
    """How well they fit, given how near the texts are (0 to 1); nothing when they do not."""
    if offer.enterprise_id == request.enterprise_id or not _wanted(offer, request):
        return None
    if offer.trl and request.trl and offer.trl < request.trl:
        return None
    areas = offer.areas & request.areas
    branches = offer.branches & request.branches
    cooperation = offer.cooperation & request.cooperation
    other_country = offer.country != request.country
    near = min(1.0, text / ENOUGH_TEXT)
    score = AREA * (1 if areas else SAME_BRANCH if branches else 0) + TEXT * near
    score += COUNTRY * other_country + COOPERATION * bool(cooperation)
    if score < LEAST or text < (LEAST_TEXT if areas else LEAST_TEXT_ELSEWHERE):
        return None
    return Fit(
        score=round(score),
        areas=sorted(areas),
        branches=[] if areas else sorted(branches),
        text=round(100 * text),
        offered_trl=offer.trl,
        sought_trl=request.trl,
        other_country=other_country,
        cooperation=sorted(cooperation),
    )


def _wanted(offer: Side, request: Side) -> bool:
    """Whether neither seeks partners in other countries alone."""
    return all(
        not one.partner_countries or other.country in one.partner_countries
        for one, other in ((offer, request), (request, offer))
    )
