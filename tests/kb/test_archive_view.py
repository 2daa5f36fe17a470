"""Putting published pages into the archive and taking them out, in the admin."""

import pytest
from django.urls import reverse

from kb.models import EntryPage
from tests.factories.kb import make_entry

pytestmark = pytest.mark.django_db
OPEN, REFUSED = 200, 302


class TestArchive:
    @pytest.fixture
    def live(self, enterprise):
        return make_entry(enterprise=enterprise)

    @pytest.mark.parametrize(("role", "status"), [("editor", OPEN), ("chief_editor", OPEN), ("other_editor", REFUSED)])
    def test_is_offered_to_editors_of_the_country(self, visit, live, role, status):
        assert visit(role, "archive", live.pk).status_code == status

    def test_stands_in_the_menu_of_the_page(self, visit, live):
        address = reverse("archive", args=[live.pk])
        assert address in visit("editor", "wagtailadmin_pages:edit", live.pk).content.decode()

    def test_has_no_place_for_a_draft(self, visit, draft):
        assert (
            reverse("archive", args=[draft.pk])
            not in visit("editor", "wagtailadmin_pages:edit", draft.pk).content.decode()
        )

    def test_takes_a_page_in_and_out(self, client, editor, live):
        client.force_login(editor)
        address, standings = reverse("archive", args=[live.pk]), []
        for back in ("", "yes"):
            client.post(address, {"back": back})
            standings.append(EntryPage.objects.get(pk=live.pk).standing)
        assert standings == ["archived", "current"]
