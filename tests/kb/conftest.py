"""What tests of the admin share: whose eyes it is seen with, and a draft."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.kb import make_entry


@pytest.fixture
def visit(request):
    """Fetches an address as the user of the fixture ``role``; an address is a name and its arguments."""

    def fetch(role, name, *args, **data):
        client = Client()
        client.force_login(request.getfixturevalue(role))
        return client.get(reverse(name, args=args), data)

    return fetch


@pytest.fixture
def draft(enterprise, contributor):
    return make_entry(enterprise=enterprise, owner=contributor, published=False)
