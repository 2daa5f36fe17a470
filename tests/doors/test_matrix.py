"""Who gets in by which door: each role tries every address of a draft in review, from the outside.

The outcome is the table in ``docs/roles.md``; ``make matrix`` prints it and writes it there.
"""

import os
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import get_resolver
from django.utils import translation
from wagtail.search.backends import get_search_backend

from accounts.models import User
from kb import workflow
from kb.models import EntryAttachment, EntryPage, KbDocument, ReviewState
from tests.doors.doors import CONTENT, DOORS, FILE_TITLE, PICTURE_TITLE, SECRET, Case
from tests.factories.accounts import UserFactory
from tests.factories.kb import make_entry, make_image

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "roles.md"
BEGIN, END = "<!-- matrix: written by `make matrix` -->", "<!-- end of the matrix -->"
ROLES = {
    "visitor": "visitor",
    "signed_in": "signed in",
    "contributor": "contributor",
    "stranger": "of another enterprise",
    "expert": "expert",
    "other_expert": "of another area",
    "editor": "editor",
    "other_editor": "of the other country",
    "chief_editor": "chief editor",
    "administrator": "administrator",
}


@pytest.fixture
def signed_in(db: None) -> User:
    """Somebody with an account and nothing else."""
    return UserFactory(email="signed-in@example.org")


@pytest.fixture
def case(enterprise: Any, contributor: User, expert: User, editor: User) -> Case:
    """A draft of the enterprise in Minsk with a file and a picture, at its technical review."""
    document = KbDocument.objects.create(
        title=FILE_TITLE, file=ContentFile(CONTENT.encode(), name="secret.txt"), enterprise=enterprise
    )
    image = make_image(PICTURE_TITLE, enterprise=enterprise)
    draft = make_entry(
        enterprise=enterprise,
        owner=contributor,
        published=False,
        title=SECRET,
        cover_image=image,
        cover_alt="Ванна",
        attachments=[EntryAttachment(document=document)],
    )
    first = draft.latest_revision_id
    latest = draft.get_latest_revision_as_object()
    latest.summary = "Кратко, но иначе."
    latest.save_revision(user=contributor, clean=False)
    workflow.submit(EntryPage.objects.get(pk=draft.pk).specific, user=contributor)
    # The index behind the admin's search is not kept up to date in tests.
    get_search_backend().add(EntryPage.objects.get(pk=draft.pk).specific)
    review = ReviewState.objects.get(entry=draft)
    return Case(
        draft=draft.pk,
        revision=review.revision_id,
        first_revision=first,
        review=review.pk,
        task=review.task_id,
        workflow_state=review.workflow_state_id,
        document=document.pk,
        document_url=document.url,
        image=image.pk,
        section=draft.get_parent().pk,
        public_path=draft.url_path,
    )


def shows(client: Client, address: str) -> bool:
    """Whether anything of the draft is in the answer; a redirect tells nothing but where to go."""
    response = client.get(address)
    assert response.status_code != 500, address
    body = b"".join(response.streaming_content) if response.streaming else response.content
    text = body.decode(errors="replace")
    if response["Content-Type"].startswith("application/json"):
        text = text.encode().decode("unicode_escape", errors="ignore") + text
    return any(secret in text for secret in (SECRET, FILE_TITLE, PICTURE_TITLE, CONTENT))


def written() -> dict[str, dict[str, bool]]:
    """The table of the document: open or not, by door and role."""
    text = DOCUMENT.read_text()
    lines = text.split(BEGIN)[1].split(END)[0].strip().splitlines() if BEGIN in text else []
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]
    return {row[0]: {role: mark == "yes" for role, mark in zip(ROLES, row[1:], strict=True)} for row in rows}


def table(found: dict[str, dict[str, bool]]) -> str:
    """``found`` as the document has it."""
    lines = [f"| door | {' | '.join(ROLES.values())} |", f"|---|{'---|' * len(ROLES)}"]
    lines += [
        f"| {door.name} | {' | '.join('yes' if found[door.name][role] else '–' for role in ROLES)} |" for door in DOORS
    ]
    return "\n".join(lines)


def tried(request: pytest.FixtureRequest, case: Case, role: str) -> dict[str, bool]:
    """What the role gets to see, by door."""
    client = Client(raise_request_exception=False)
    if role != "visitor":
        client.force_login(request.getfixturevalue(role))
    with translation.override("ru"):
        addresses = {door.name: door.address(case) for door in DOORS}
    return {name: shows(client, address) for name, address in addresses.items()}


@pytest.mark.django_db
def test_each_role_gets_in_where_the_table_says_and_nowhere_else(
    request: pytest.FixtureRequest, case: Case, capsys: pytest.CaptureFixture[str]
) -> None:
    by_role = {role: tried(request, case, role) for role in ROLES}
    found = {door.name: {role: by_role[role][door.name] for role in ROLES} for door in DOORS}
    with capsys.disabled():
        if os.environ.get("MATRIX"):
            print("\n" + table(found))
    if os.environ.get("MATRIX") == "write":
        head, rest = DOCUMENT.read_text().split(BEGIN)
        DOCUMENT.write_text(f"{head}{BEGIN}\n\n{table(found)}\n\n{END}{rest.split(END)[1]}")
    assert found == written()


@pytest.mark.parametrize("role", ["visitor", "signed_in", "stranger", "other_expert", "other_editor"])
def test_no_door_is_open_in_the_table_to_those_who_have_no_part_in_the_draft(role: str) -> None:
    assert [door for door, roles in written().items() if roles[role]] == []


def test_every_address_of_a_page_in_the_admin_is_a_door() -> None:
    """A new version of Wagtail may bring new ones."""
    namespace = get_resolver().namespace_dict["wagtailadmin_pages"][1]
    known = {
        "edit", "preview_on_edit", "view_draft", "workflow_preview", "history", "workflow_history",
        "workflow_history_detail", "revisions_view", "revisions_revert", "revisions_compare", "delete", "move",
        "move_confirm", "copy", "unpublish", "usage", "set_privacy", "workflow_action", "type_use", "search",
    }  # fmt: skip
    # They do something or need another page; their refusals are tested in tests/kb/test_admin.py.
    others = {
        "add", "preview_on_add", "create", "choose_parent", "add_subpage", "revisions_unschedule", "lock", "unlock",
        "convert_alias", "set_page_position", "confirm_workflow_cancellation",
        "collect_workflow_action_data", "search_results", "usage_results", "history_results",
        "workflow_history_results", "type_use_results", "revisions_index",
    }  # fmt: skip
    names = {key for key in namespace.reverse_dict if isinstance(key, str)}
    assert names - known - others == set()
