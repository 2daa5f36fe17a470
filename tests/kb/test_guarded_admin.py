"""The history of the site in the admin, which Wagtail would show to every editor."""

import pytest
from wagtail.log_actions import log
from wagtail.models import PageLogEntry

from tests.factories.kb import make_entry

pytestmark = pytest.mark.django_db


class TestSiteHistory:
    """The names in it are those that the reader may know of."""

    @pytest.fixture
    def secret(self, enterprise, editor):
        entry = make_entry("article", title="Тайная удалённая страница", enterprise=enterprise, published=False)
        entry.save_revision(user=editor, log_action=True)
        entry.delete(user=editor)
        log(enterprise, "membership.apply", user=editor, data={"email": "applicant@plant.example.org"})
        return [entry.title, "applicant@plant.example.org"]

    @pytest.mark.parametrize("address", ["site_history", "site_history_results"])
    def test_does_not_name_what_belongs_to_the_other_country(self, visit, secret, other_editor, address):
        text = visit("other_editor", f"wagtailadmin_reports:{address}").text
        assert [name for name in secret if name in text] == []

    def test_names_it_to_the_chief_editor(self, visit, secret):
        text = visit("chief_editor", "wagtailadmin_reports:site_history").text
        assert [name for name in secret if name in text] == secret

    def test_names_a_deleted_page_to_the_editor_of_its_country(self, visit, secret):
        assert secret[0] in visit("editor", "wagtailadmin_reports:site_history").text

    def test_hides_a_page_whose_deletion_kept_no_country(self, visit, secret):
        PageLogEntry.objects.filter(action="wagtail.delete").update(data={})
        assert secret[0] not in visit("editor", "wagtailadmin_reports:site_history").text

    def test_names_an_applicant_to_the_editor_of_the_country(self, visit, secret):
        assert secret[1] in visit("editor", "wagtailadmin_reports:site_history").text
