"""Demonstration enterprises and users, and who of them writes and reviews what."""

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from wagtail.users.models import UserProfile

from accounts.models import User
from kb import permissions
from kb.demo.files import DataError, read_toml
from kb.models import Enterprise, EntryPage, Membership, ReviewerProfile, TechnologyArea

PASSWORD = "exchange-demo-2026"  # noqa: S105 - public on purpose: production settings refuse these users

GROUPS = {
    "contributor": None,
    "expert": permissions.EXPERTS,
    "editor": permissions.EDITORS,
    "chief_editor": permissions.CHIEF_EDITORS,
    "administrator": None,
}
_FIELDS = ("first_name", "last_name", "country")


@dataclass
class People:
    """Those who take part, by what they are asked for."""

    enterprises: dict[str, Enterprise]
    writers: dict[int, User] = field(default_factory=dict)
    reviewers: list[User] = field(default_factory=list)
    chief_editor: User | None = None

    def writer_for(self, enterprise: Enterprise) -> User:
        """The contributor of ``enterprise``; made, unable to sign in, where ``users.toml`` names none."""
        if enterprise.pk not in self.writers:
            user = _user(
                f"author@{enterprise.slug}.example.org",
                None,
                first_name="Автор",
                last_name=enterprise.name_ru,
                country=enterprise.country,
            )
            Membership.objects.get_or_create(user=user, enterprise=enterprise)
            self.writers[enterprise.pk] = user
        return self.writers[enterprise.pk]

    def reviewer_for(self, entry: EntryPage, stage: str, submitter: User) -> User:
        """The first who may review ``entry`` at ``stage``."""
        for user in self.reviewers:
            if permissions.may_review(user, entry, stage, submitter.pk):
                return user
        raise DataError("users.toml", problem=f"nobody may do the {stage} review of {entry.slug!r}.")


def load_people(folder: Path) -> People:
    """Adds what is missing of the enterprises and users of ``folder``."""
    people = People(_enterprises(folder))
    described = read_users(folder)
    known = User.objects.in_bulk([row["email"] for row in described], field_name="email")
    for number, row in enumerate(described, start=1):
        user = known.get(row["email"]) or _add_user(row, number, people)
        if not user.is_demonstration:
            raise DataError("users.toml", f"row {number}", "email", problem=f"{user.email} is somebody's own account.")
        if row["role"] == "contributor":
            people.writers[people.enterprises[row["enterprise"]].pk] = user
        elif row["role"] != "administrator":
            people.reviewers.append(user)
        if row["role"] == "chief_editor":
            people.chief_editor = user
    if people.chief_editor is None:
        raise DataError("users.toml", problem="a chief_editor is missing.")
    return people


def read_users(folder: Path) -> list[dict[str, Any]]:
    """The rows of ``users.toml``, each with a known role and an address."""
    rows = read_toml(folder / "users.toml", "users.toml").get("users", [])
    for number, row in enumerate(rows, start=1):
        for name in ("email", "role", "first_name", "last_name"):
            if not row.get(name):
                raise DataError("users.toml", f"row {number}", name, problem="it is missing.")
        if row["role"] not in GROUPS:
            raise DataError("users.toml", f"row {number}", "role", problem=f"it is none of {', '.join(GROUPS)}.")
    return rows


def _enterprises(folder: Path) -> dict[str, Enterprise]:
    described = read_toml(folder / "enterprises.toml", "enterprises.toml")
    known = Enterprise.objects.in_bulk(list(described), field_name="slug")
    for slug, values in described.items():
        if slug in known:
            if not known[slug].is_demonstration:
                raise DataError("enterprises.toml", slug, problem="an enterprise of this address is there already.")
            continue
        allowed = {field.name for field in Enterprise._meta.concrete_fields} - {"id", "slug", "is_demonstration"}
        for name in values:
            if name not in allowed:
                raise DataError("enterprises.toml", slug, name, problem="there is no such field.")
        enterprise = Enterprise(slug=slug, is_demonstration=True, **values)
        try:
            enterprise.full_clean()
        except ValidationError as error:
            name, messages = next(iter(error.message_dict.items()))
            raise DataError("enterprises.toml", slug, name, problem=" ".join(messages)) from error
        enterprise.save()
        known[slug] = enterprise
    return {slug: known[slug] for slug in described}


def _add_user(row: dict[str, Any], number: int, people: People) -> User:
    role = row["role"]
    rights = {"is_staff": True, "is_superuser": True} if role == "administrator" else {}
    user = _user(row["email"], _hashed_password(), **{name: row.get(name, "") for name in _FIELDS}, **rights)
    if group := GROUPS[role]:
        user.groups.add(Group.objects.get(name=group))
    if role == "contributor":
        enterprise = people.enterprises.get(row.get("enterprise", ""))
        if enterprise is None:
            raise DataError("users.toml", f"row {number}", "enterprise", problem="there is no such enterprise.")
        Membership.objects.create(user=user, enterprise=enterprise, role=Membership.Role.OWNER)
    if role == "expert":
        areas = TechnologyArea.objects.filter(code__in=row.get("areas", []))
        if len(areas) != len(row.get("areas", [])):
            raise DataError("users.toml", f"row {number}", "areas", problem="one of the codes does not exist.")
        ReviewerProfile.objects.create(user=user).areas.set(areas)
    return user


@cache
def _hashed_password() -> str:
    """Hashing is slow on purpose; once is enough for a password that is no secret."""
    return make_password(PASSWORD)


def _user(email: str, hashed_password: str | None, **fields: Any) -> User:
    user = User.objects.filter(email=email).first()
    if user is None:
        password = hashed_password or make_password(None)
        user = User.objects.create(email=email, password=password, is_demonstration=True, **fields)
        # Nobody reads the mail of an invented address.
        UserProfile.objects.create(
            user=user, submitted_notifications=False, approved_notifications=False, rejected_notifications=False
        )
    return user
