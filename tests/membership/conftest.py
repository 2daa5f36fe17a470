"""What the tests of joining share."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import translation

from accounts.models import User
from kb.models import Enterprise, Membership
from membership import joining
from membership.models import Application
from tests.factories.kb import unp_number

UNP = unp_number(77_001)


@pytest.fixture(autouse=True)
def in_russian() -> Iterator[None]:
    """Addresses that a test reverses are the Russian ones, whatever was asked for before."""
    with translation.override("ru"):
        yield


@pytest.fixture(autouse=True)
def no_attempts_counted() -> None:
    """Attempts are counted in the cache; each test begins at none."""
    cache.clear()


@pytest.fixture
def owner(enterprise: Enterprise, contributor: User) -> User:
    """The first member of the enterprise in Minsk."""
    Membership.objects.filter(user=contributor).update(role=Membership.Role.OWNER)
    return contributor


@pytest.fixture
def waiting(editor: User) -> Callable[..., Application]:
    """An application whose address is confirmed; an editor of Belarus has been told."""

    def make(**values: Any) -> Application:
        application = Application(
            **{
                "country": "BY",
                "tax_id": UNP,
                "enterprise_name": "ОАО «Новый завод»",
                "first_name": "Ольга",
                "last_name": "Ковальчук",
                "post": "инженер-технолог",
                "email": "kovalchuk@plant.example.org",
                "language": "ru",
                **values,
            }
        )
        joining.apply(application)
        joining.confirm(application)
        application.refresh_from_db()
        return application

    return make
