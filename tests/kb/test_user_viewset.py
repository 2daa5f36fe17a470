"""Users in the admin: their country, and their groups in the reader's words."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from accounts.models import User
from kb import permissions
from tests.factories.accounts import UserFactory
from tests.sent_form import inputs_of

pytestmark = pytest.mark.django_db


class TestUsers:
    @pytest.fixture
    def save(self, client, administrator):
        def post(user, **changes):
            client.force_login(administrator)
            address = reverse("wagtailusers_users:edit", args=[user.pk])
            data = dict(inputs_of(client.get(address).context["form"])) | changes
            return client.post(address, data)

        return post

    def test_become_editors_of_a_country(self, save):
        user = UserFactory()
        save(user, groups=[Group.objects.get(name=permissions.EDITORS).pk], country="KZ")
        assert permissions.moderated_countries(User.objects.get(pk=user.pk)) == {"KZ"}

    def test_do_not_become_editors_of_no_country(self, save):
        user = UserFactory()
        response = save(user, groups=[Group.objects.get(name=permissions.EDITORS).pk], country="")
        assert "country" in response.context["form"].errors
        assert not user.groups.exists()

    def test_read_the_groups_in_their_language(self, client, administrator):
        client.force_login(administrator)
        page = client.get(reverse("wagtailusers_users:add")).content.decode()
        assert ("Главные редакторы" in page, "Chief editors" in page) == (True, False)
