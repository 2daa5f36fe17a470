"""Users, by what they may do."""

from collections.abc import Iterable
from typing import Any

import factory
from django.contrib.auth.models import Group

from accounts.models import User
from kb import permissions
from kb.models import ReviewerProfile, TechnologyArea

PASSWORD = "correct horse battery"


class UserFactory(factory.django.DjangoModelFactory):
    """A user without any role; the password is ``PASSWORD``."""

    class Meta:
        model = User

    email = factory.Sequence(lambda number: f"person{number}@example.org")
    first_name = factory.Sequence(lambda number: f"Имя{number}")
    last_name = "Тестов"
    password = PASSWORD

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **kwargs: Any) -> User:
        return model_class.objects.create_user(*args, **kwargs)


def make_contributor(enterprise: Any, **fields: Any) -> User:
    """Somebody who writes for ``enterprise``."""
    user = UserFactory(**fields)
    user.memberships.create(enterprise=enterprise)
    return user


def make_expert(areas: Iterable[TechnologyArea] = (), **fields: Any) -> User:
    """Somebody who reviews the entries of ``areas``."""
    user = _staff(permissions.EXPERTS, **fields)
    ReviewerProfile.objects.create(user=user).areas.set(areas)
    return user


def make_editor(country: str, **fields: Any) -> User:
    """Somebody who moderates the entries of the enterprises of ``country``."""
    return _staff(permissions.EDITORS, country=country, **fields)


def make_chief_editor(**fields: Any) -> User:
    """Somebody who moderates the entries of both countries."""
    return _staff(permissions.CHIEF_EDITORS, **fields)


def make_administrator(**fields: Any) -> User:
    """A superuser."""
    return UserFactory(is_staff=True, is_superuser=True, **fields)


def _staff(group: str, **fields: Any) -> User:
    user = UserFactory(**fields)
    user.groups.add(Group.objects.get(name=group))
    return user
