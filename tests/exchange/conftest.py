"""What the tests of the exchange share."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.utils import timezone, translation

from accounts.models import User
from exchange import forms, workflow
from exchange.models import ContactRequest, Match, Status
from exchange.scoring import Fit
from kb.models import TechnologyArea
from tests.factories.kb import EnterpriseFactory, make_entry

SOUGHT = {"specification_sought": "<p>Расход газа ниже нынешнего.</p>", "advantages": "", "trl": 7}


@pytest.fixture(autouse=True)
def in_russian() -> Iterator[None]:
    """Addresses that a test reverses are the Russian ones, whatever was asked for before."""
    with translation.override("ru"):
        yield


@pytest.fixture
def no_haste(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests fill in forms faster than people; what they are about is something else."""
    monkeypatch.setattr(forms, "LEAST_SECONDS", 0)


@pytest.fixture
def entry(enterprise: Any) -> Any:
    """A published offer of the enterprise in Minsk."""
    return make_entry(enterprise=enterprise)


def written(**changes: Any) -> dict[str, Any]:
    """What somebody without an account fills in."""
    return {
        "purpose": "licence",
        "text": "Хотим выпускать сушилки по вашей лицензии.",
        "name": "Айгуль Сериковна",
        "organisation": "Костанайский элеватор",
        "country": "KZ",
        "email": "aigul@example.com",
        "language": "ru",
        "opened": forms.opened_now(),
        **changes,
    }


@pytest.fixture
def letter() -> Callable[..., dict[str, Any]]:
    """What somebody without an account sends, but for the changes."""
    return written


@pytest.fixture
def make_contact(enterprise: Any) -> Callable[..., ContactRequest]:
    """A contact request to the enterprise in Minsk, kept without any letter; confirmed unless it says otherwise."""

    def make(status: str = Status.SENT, **values: Any) -> ContactRequest:
        values = {name: value for name, value in written().items() if name != "opened"} | values
        if status != Status.UNCONFIRMED:
            values.setdefault("sent_at", timezone.now())
        values.setdefault("enterprise", enterprise)
        return ContactRequest.objects.create(status=status, **values)

    return make


@pytest.fixture
def accepted(make_contact: Callable[..., ContactRequest], contributor: User) -> ContactRequest:
    """A contact request that the enterprise has accepted."""
    contact = make_contact()
    workflow.move(contact, Status.ACCEPTED, user=contributor)
    contact.refresh_from_db()
    return contact


@pytest.fixture
def make_match(area: TechnologyArea) -> Callable[..., Match]:
    """A published offer of one enterprise and a request of another that fits, without any letter."""

    def make(enterprise: Any, other: Any = None, **values: Any) -> Match:
        other = other or EnterpriseFactory(country="KZ")
        offer = make_entry(enterprise=enterprise)
        request = make_entry(enterprise=other, kind="request", title="Нужна сушилка", **SOUGHT)
        why = Fit(score=90, areas=[area.pk], text=40, offered_trl=9, sought_trl=7, other_country=True)
        found, _created = Match.objects.update_or_create(
            offer=offer.translation_key,
            request=request.translation_key,
            defaults={
                "offer_enterprise": enterprise,
                "request_enterprise": other,
                "score": why.score,
                "reasons": why.reasons,
                **values,
            },
        )
        return found

    return make
