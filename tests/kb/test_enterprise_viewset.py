"""Enterprises in the admin: who enters and verifies them, and who sees whom."""

import pytest
from django.urls import reverse

from kb.models import Enterprise
from tests.factories.accounts import make_contributor
from tests.factories.kb import EnterpriseFactory, unp_number

pytestmark = pytest.mark.django_db
OPEN, REFUSED = 200, 302


class TestEnterprise:
    @pytest.fixture
    def values(self):
        return {
            "name_ru": "Новый завод", "country": "BY", "region": "BY-HM", "tax_id": unp_number(900),
            "kind": "manufacturer", "memberships-TOTAL_FORMS": 0, "memberships-INITIAL_FORMS": 0,
            "memberships-MIN_NUM_FORMS": 0, "memberships-MAX_NUM_FORMS": 1000,
        }  # fmt: skip

    def test_is_entered_by_an_editor_of_its_country(self, client, editor, values):
        client.force_login(editor)
        client.post(reverse("enterprises:add"), values)
        assert Enterprise.objects.get(tax_id=values["tax_id"]).slug == "novyy-zavod"

    def test_is_not_entered_by_an_editor_of_the_other_country(self, client, other_editor, values):
        client.force_login(other_editor)
        client.post(reverse("enterprises:add"), values)
        assert not Enterprise.objects.filter(tax_id=values["tax_id"]).exists()

    def test_is_verified_by_an_editor_of_its_country(self, client, editor, enterprise, values):
        client.force_login(editor)
        values |= {"verified": "on", "slug": enterprise.slug, "tax_id": enterprise.tax_id}
        client.post(reverse("enterprises:edit", args=[enterprise.pk]), values)
        enterprise.refresh_from_db()
        assert enterprise.verified

    def test_gets_a_member(self, client, editor, enterprise, values):
        person = make_contributor(EnterpriseFactory())
        client.force_login(editor)
        values |= {
            "slug": enterprise.slug, "tax_id": enterprise.tax_id, "memberships-TOTAL_FORMS": 1,
            "memberships-0-user": person.pk, "memberships-0-role": "member", "memberships-0-is_active": "on",
        }  # fmt: skip
        client.post(reverse("enterprises:edit", args=[enterprise.pk]), values)
        assert enterprise.members.filter(pk=person.pk).exists()

    @pytest.mark.parametrize(("role", "status"), [("editor", OPEN), ("other_editor", REFUSED), ("chief_editor", OPEN)])
    def test_opens_for_the_editors_of_its_country(self, visit, enterprise, role, status):
        assert visit(role, "enterprises:edit", enterprise.pk).status_code == status

    @pytest.mark.parametrize(("role", "status"), [("editor", OPEN), ("other_editor", REFUSED), ("chief_editor", OPEN)])
    def test_shows_its_history_to_the_editors_of_its_country(self, visit, enterprise, role, status):
        assert visit(role, "enterprises:history", enterprise.pk).status_code == status

    def test_of_the_other_country_is_not_listed(self, visit, other_enterprise):
        assert "Карагандинский" not in visit("editor", "enterprises:index").content.decode()

    def test_of_any_country_can_be_chosen(self, visit, other_enterprise):
        assert "Карагандинский" in visit("editor", "enterprise_chooser:choose").json()["html"]

    @pytest.mark.parametrize(("role", "status"), [("editor", OPEN), ("expert", REFUSED)])
    def test_members_are_chosen_by_editors_alone(self, visit, role, status):
        assert visit(role, "person_chooser:choose").status_code == status

    def test_expert_is_not_told_the_names_of_several_either(self, client, expert, contributor):
        client.force_login(expert)
        address = f"{reverse('person_chooser:chosen_multiple')}?id={contributor.pk}"
        assert client.get(address).status_code == REFUSED
