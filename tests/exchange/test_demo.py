"""Demonstration contact requests."""

import pytest

from exchange import demo
from exchange.models import ContactRequest
from kb.demo.files import DataError
from notifications.models import Mail, Notification
from tests.factories.accounts import make_contributor
from tests.factories.kb import EnterpriseFactory

pytestmark = pytest.mark.django_db
FILE = """
[[contacts]]
enterprise = "demo-plant"
purpose = "{purpose}"
name = "Отдел развития"
organisation = "Демо-завод"
country = "KZ"
email = "plant@demo.example.org"
language = "ru"
days = 20
text = "Нужны две сушилки."

[[contacts.steps]]
days = 3
status = "accepted"
"""


@pytest.fixture
def folder(tmp_path):
    enterprise = EnterpriseFactory(slug="demo-plant", is_demonstration=True)
    make_contributor(enterprise)
    (tmp_path / "contacts.toml").write_text(FILE.format(purpose="supply"))
    return tmp_path


def test_requests_go_through_their_states_on_the_days_of_the_file(folder):
    assert demo.load(folder) == 1
    contact = ContactRequest.objects.get()
    assert contact.status == "accepted"
    assert (contact.answered_at - contact.sent_at).days == 3
    assert [event.status for event in contact.events.all()] == ["sent", "accepted"]


def test_they_are_loaded_once(folder):
    demo.load(folder)
    assert demo.load(folder) == 0


def test_nobody_is_told(folder):
    demo.load(folder)
    assert not Mail.objects.exists() and not Notification.objects.exists()


def test_a_mistake_in_the_file_is_named(folder):
    (folder / "contacts.toml").write_text(FILE.format(purpose="nonsense"))
    with pytest.raises(DataError, match=r"contacts\.toml, row 1, purpose"):
        demo.load(folder)
