"""The table of who may do what with the members of the enterprise in Minsk."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from kb import permissions as may
from kb.models import Enterprise, Membership

ROLES = (
    "visitor", "owner", "member", "stranger", "expert", "editor", "other_editor", "chief_editor", "administrator",
)  # fmt: skip
TABLE = """
                        visitor owner member stranger expert editor other_editor chief admin
decide an application      -      -      -       -       -      +         -        +     +
see the colleagues         -      +      +       -       -      +         -        +     +
invite                     -      +      -       -       -      +         -        +     +
appoint a first member     -      -      -       -       -      +         -        +     +
suspend a member           -      +      -       -       -      +         -        +     +
suspend a first member     -      -      -       -       -      +         -        +     +
bring a member back        -      -      -       -       -      +         -        +     +
make a member leave        -      -      -       -       -      -         -        -     -
see letters that failed    -      -      -       -       -      -         -        -     +
"""
LINES = [(line[:24].strip(), line[24:].split()) for line in TABLE.strip("\n").splitlines()[1:]]


def _membership(enterprise: Enterprise, **values: Any) -> Membership:
    return Membership(user=User(pk=1_000_000), enterprise=enterprise, **values)


QUESTIONS = {
    "decide an application": lambda user, enterprise: may.may_decide_application(user, enterprise.country),
    "see the colleagues": lambda user, enterprise: may.may_see_colleagues(user, enterprise),
    "invite": lambda user, enterprise: may.may_invite(user, enterprise),
    "appoint a first member": lambda user, enterprise: may.may_appoint(user, enterprise),
    "suspend a member": lambda user, enterprise: may.may_suspend(user, _membership(enterprise)),
    "suspend a first member": lambda user, enterprise: may.may_suspend(user, _membership(enterprise, role="owner")),
    "bring a member back": lambda user, enterprise: may.may_restore(user, _membership(enterprise, is_active=False)),
    "make a member leave": lambda user, enterprise: may.may_leave(user, _membership(enterprise)),
    "see letters that failed": lambda user, enterprise: may.may_see_letters(user),
}


@pytest.mark.parametrize(("situation", "expected"), LINES, ids=[situation for situation, _marks in LINES])
def test_table(
    request: pytest.FixtureRequest,
    enterprise: Enterprise,
    contributor: User,
    colleague: User,
    situation: str,
    expected: list[str],
) -> None:
    Membership.objects.filter(user=contributor).update(role=Membership.Role.OWNER)
    people = {"visitor": AnonymousUser(), "owner": contributor, "member": colleague}
    answers = []
    for role in ROLES:
        user = people.get(role) or request.getfixturevalue(role)
        answers.append("+" if QUESTIONS[situation](user, enterprise) else "-")
    assert dict(zip(ROLES, answers, strict=True)) == dict(zip(ROLES, expected, strict=True))


def test_the_word_for_a_first_member_is_that_of_the_model() -> None:
    assert may.FIRST_MEMBER == Membership.Role.OWNER


def test_nobody_suspends_or_brings_back_himself_or_herself(enterprise: Enterprise, editor: User) -> None:
    own = editor.memberships.create(enterprise=enterprise)
    assert not may.may_suspend(editor, own)
    own.is_active = False
    assert not may.may_restore(editor, own)


def test_everybody_leaves_by_himself_or_herself(enterprise: Enterprise, contributor: User) -> None:
    assert may.may_leave(contributor, contributor.memberships.get())


def test_a_suspended_first_member_invites_nobody(enterprise: Enterprise, contributor: User) -> None:
    contributor.memberships.update(role=Membership.Role.OWNER, is_active=False)
    assert not may.may_invite(contributor, enterprise)
