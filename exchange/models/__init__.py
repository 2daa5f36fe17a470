"""The models of the exchange; each file is about one thing."""

from exchange.models.attempt import Attempt
from exchange.models.contact import ENDED, AskerCountry, ContactEvent, ContactRequest, DeclineReason, Purpose, Status
from exchange.models.match import Match

__all__ = [
    "ENDED",
    "AskerCountry",
    "Attempt",
    "ContactEvent",
    "ContactRequest",
    "DeclineReason",
    "Match",
    "Purpose",
    "Status",
]
