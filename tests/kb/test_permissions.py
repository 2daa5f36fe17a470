"""The table of who may do what with an entry of the enterprise in Minsk, written by ``contributor``."""

import pytest
from django.contrib.auth.models import AnonymousUser

from exchange.models import ContactRequest
from kb import permissions as may
from kb import workflow
from kb.models import EntryPage
from tests.factories.accounts import make_chief_editor, make_editor
from tests.factories.kb import make_entry

pytestmark = pytest.mark.django_db

ROLES = (
    "visitor", "contributor", "colleague", "stranger", "expert", "other_expert", "editor", "other_editor",
    "chief_editor", "administrator",
)  # fmt: skip
# colleague: of the same enterprise; stranger: of an enterprise in Kazakhstan; expert: of the entry's area;
# editor: of Belarus; other_editor: of Kazakhstan.
TABLE = """
                       visitor contributor colleague stranger expert other_expert editor other_editor chief admin
see a draft               -         +          +        -       +         -          +         -        +     +
see a live entry          +         +          +        +       +         +          +         +        +     +
read for registered       -         +          +        +       +         +          +         +        +     +
read on request           -         +          +        -       +         -          +         -        +     +
contact for everybody     +         +          +        +       +         +          +         +        +     +
contact for registered    -         +          +        +       +         +          +         +        +     +
contact for editors       -         +          +        -       +         -          +         -        +     +
contact without consent   -         +          +        -       +         -          +         -        +     +
create                    -         +          +        -       -         -          -         -        -     -
edit a draft              -         +          +        -       -         -          -         -        -     -
edit in review            -         -          -        -       -         -          -         -        -     -
submit a draft            -         +          +        -       -         -          -         -        -     -
withdraw from review      -         +          +        -       -         -          -         -        -     -
confirm what is overdue   -         +          +        -       -         -          -         -        -     -
technical review          -         -          -        -       +         -          -         -        +     +
editorial review          -         -          -        -       -         -          +         -        +     +
moderate                  -         -          -        -       -         -          +         -        +     +
archive what is live      -         -          -        -       -         -          +         -        +     +
publish what was reviewed -         -          -        -       -         -          -         -        +     +
publish what was not      -         -          -        -       -         -          -         -        -     +
enter the admin           -         -          -        -       +         +          +         +        +     +
write to its enterprise   +         -          -        +       +         +          +         +        +     +
answer its letters        -         +          +        -       -         -          -         -        -     -
see the reports           -         -          -        -       -         -          +         +        +     +
verify its enterprise     -         -          -        -       -         -          +         -        +     +
merge tags                -         -          -        -       -         -          +         +        +     +
change the taxonomy       -         -          -        -       -         -          -         -        +     +
"""
LINES = [(line[:25].strip(), line[25:].split()) for line in TABLE.strip().splitlines()[1:]]


def _with(entry: EntryPage, **values: object) -> EntryPage:
    for name, value in values.items():
        setattr(entry, name, value)
    return entry


QUESTIONS = {
    "see a draft": lambda user, entry: may.may_see(user, entry),
    "see a live entry": lambda user, entry: may.may_see(user, _with(entry, live=True)),
    "read for registered": lambda user, entry: may.may_read_in_full(user, _with(entry, access="registered")),
    "read on request": lambda user, entry: may.may_read_in_full(user, _with(entry, access="on_request")),
    "contact for everybody": lambda user, entry: may.may_see_contact(user, _with(entry, contact_visibility="public")),
    "contact for registered": lambda user, entry: may.may_see_contact(user, entry),
    "contact for editors": lambda user, entry: may.may_see_contact(user, _with(entry, contact_visibility="editors")),
    "contact without consent": lambda user, entry: may.may_see_contact(user, _with(entry, contact_consent=False)),
    "create": lambda user, entry: may.may_create(user, entry.enterprise_id),
    "edit a draft": lambda user, entry: may.may_edit(user, entry),
    "edit in review": lambda user, entry: may.may_edit(user, entry),
    "submit a draft": lambda user, entry: may.may_submit(user, entry),
    "withdraw from review": lambda user, entry: may.may_withdraw(user, entry),
    "confirm what is overdue": lambda user, entry: may.may_confirm(
        user, _with(entry, live=True, standing="needs_confirmation")
    ),
    "technical review": lambda user, entry: may.may_review(user, entry, may.TECHNICAL_REVIEW, entry.owner_id),
    "editorial review": lambda user, entry: may.may_review(user, entry, may.EDITORIAL_REVIEW, entry.owner_id),
    "moderate": lambda user, entry: may.may_moderate(user, entry),
    "archive what is live": lambda user, entry: may.may_archive(user, _with(entry, live=True)),
    "publish what was reviewed": lambda user, entry: may.may_publish(user, _with(entry, version=1), None),
    "publish what was not": lambda user, entry: may.may_publish(user, entry, None),
    "enter the admin": lambda user, entry: may.may_enter_admin(user),
    "write to its enterprise": lambda user, entry: may.may_ask(user, entry.enterprise_id),
    "answer its letters": lambda user, entry: may.may_answer_contact_request(
        user, ContactRequest(enterprise_id=entry.enterprise_id, status="sent")
    ),
    "see the reports": lambda user, entry: may.may_see_reports(user),
    "verify its enterprise": lambda user, entry: may.may_manage_enterprise(user, entry.enterprise.country),
    "merge tags": lambda user, entry: may.may_merge_tags(user),
    "change the taxonomy": lambda user, entry: may.may_manage_taxonomy(user),
}


@pytest.fixture
def draft(enterprise, contributor):
    return make_entry(enterprise=enterprise, owner=contributor, published=False)


@pytest.mark.parametrize(("situation", "expected"), LINES, ids=[situation for situation, _marks in LINES])
def test_table(request, draft, situation, expected):
    if situation in ("edit in review", "withdraw from review"):
        workflow.submit(draft, user=draft.owner)
    answers = []
    for role in ROLES:
        user = AnonymousUser() if role == "visitor" else request.getfixturevalue(role)
        answers.append("+" if QUESTIONS[situation](user, draft) else "-")
    assert dict(zip(ROLES, answers, strict=True)) == dict(zip(ROLES, expected, strict=True))


@pytest.mark.parametrize("stage", [may.TECHNICAL_REVIEW, may.EDITORIAL_REVIEW])
def test_nobody_approves_what_he_or_she_owns(enterprise, administrator, stage):
    entry = make_entry(enterprise=enterprise, owner=administrator, published=False)
    assert not may.may_review(administrator, entry, stage, None)


@pytest.mark.parametrize("stage", [may.TECHNICAL_REVIEW, may.EDITORIAL_REVIEW])
def test_nobody_approves_what_he_or_she_submitted(draft, administrator, stage):
    assert not may.may_review(administrator, draft, stage, administrator.pk)


def test_editor_who_writes_for_the_enterprise_may_not_approve(draft, enterprise):
    editor = make_editor("BY")
    editor.memberships.create(enterprise=enterprise)
    assert not may.may_review(editor, draft, may.EDITORIAL_REVIEW, draft.owner_id)


def test_chief_editor_who_writes_for_the_enterprise_may_not_publish(draft, enterprise):
    chief = make_chief_editor()
    chief.memberships.create(enterprise=enterprise)
    draft.version = 1
    assert not may.may_publish(chief, draft, None)


def test_nobody_publishes_what_he_or_she_submitted(draft, administrator):
    assert not may.may_publish(administrator, draft, administrator.pk)


def test_suspended_member_may_not_edit(draft, contributor):
    contributor.memberships.update(is_active=False)
    assert not may.may_edit(contributor, draft)


def test_inactive_user_has_no_role(draft, chief_editor):
    chief_editor.is_active = False
    assert not may.may_moderate(chief_editor, draft)


def test_expert_of_the_broader_area_reviews_the_narrower(draft, area):
    from tests.factories.accounts import make_expert

    assert may.may_review(make_expert([area.parent]), draft, may.TECHNICAL_REVIEW, draft.owner_id)


def test_roles_are_read_once(draft, expert, django_assert_num_queries):
    may.roles_of(expert)
    with django_assert_num_queries(0):
        may.roles_of(expert)


def test_visitor_costs_no_query(django_assert_num_queries):
    with django_assert_num_queries(0):
        may.roles_of(AnonymousUser())
