"""The page that says what changed from version to version, and to whom."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from kb.models import CostItem, EntryPage, Lesson, RelatedEntry, TechnologyPage
from kb.versions.changes import ADDED, REMOVED
from kb.versions.history import versions_of
from tests.factories.kb import make_entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry(enterprise):
    return make_entry(enterprise=enterprise)


def revise(entry, *, publish=True, **values):
    latest = EntryPage.objects.get(pk=entry.pk).specific.get_latest_revision_as_object()
    for name, value in values.items():
        if isinstance(value, list) and name not in ("ipr_status", "cooperation"):
            getattr(latest, name).set(value)
        else:
            setattr(latest, name, value)
    revision = latest.save_revision(clean=False)
    if publish:
        revision.publish()


def address(entry):
    return f"{entry.url_path}versions/"


def newest(client, entry):
    return client.get(address(entry)).context["versions"][0]


def pieces(change, kind):
    return [text for passage in change.passages for found, text in passage if found == kind]


class TestList:
    def test_begins_with_the_newest(self, client, entry):
        revise(entry, title="Второе название")
        assert [version.is_first for version in client.get(address(entry)).context["versions"]] == [False, True]

    def test_leaves_out_drafts(self, client, entry):
        revise(entry, publish=False, title="Тайный черновик")
        response = client.get(address(entry))
        assert len(response.context["versions"]) == 1
        assert "Тайный черновик" not in response.text

    def test_compares_with_the_last_published_not_with_a_draft(self, client, entry):
        revise(entry, publish=False, title="Тайный черновик")
        revise(entry, title="Итог")
        assert "Тайный черновик" not in client.get(address(entry)).text

    def test_of_a_draft_does_not_exist(self, client, enterprise):
        draft = make_entry(enterprise=enterprise, published=False)
        assert client.get(address(draft)).status_code == 404

    def test_says_when_nothing_differs(self, client, entry):
        revise(entry)
        assert newest(client, entry).changes == []

    def test_is_linked_from_the_page(self, client, enterprise):
        entry = make_entry(enterprise=enterprise, version=1)
        assert address(entry) in client.get(entry.url_path).text

    @pytest.mark.parametrize("language", ["ru", "be", "kk", "en"])
    def test_answers_in_every_language(self, client, enterprise, language):
        entry = make_entry("article", language=language, enterprise=enterprise)
        revise(entry, summary="Иначе.")
        assert client.get(address(entry)).status_code == 200

    def test_is_paged(self, client, entry):
        for number in range(11):
            revise(entry, title=f"Название {number}")
        response = client.get(address(entry))
        assert len(response.context["versions"]) == 10
        assert client.get(address(entry), {"page": 2}).context["versions"][0].changes != []

    def test_costs_the_same_for_more_versions(self, client, entry):
        counts = []
        for number in range(2):
            revise(entry, title=f"Название {number}", summary=f"Кратко {number}.")
            client.get(address(entry))
            with CaptureQueriesContext(connection) as queries:
                client.get(address(entry))
            counts.append(len(queries))
            for again in range(2):
                revise(entry, title=f"Название {number}-{again}")
        assert counts[0] == counts[1]


class TestWords:
    def test_are_marked_where_they_changed(self, client, entry):
        revise(entry, title="Линия сушки семян")
        (change,) = newest(client, entry).changes
        assert (pieces(change, REMOVED), pieces(change, ADDED)) == (["зерна"], ["семян"])

    def test_of_rich_text_are_without_markup(self, client, entry):
        revise(entry, purpose="<p>Сушка <b>семян</b> с возвратом тепла.</p><p>Новый абзац.</p>")
        (change,) = newest(client, entry).changes
        assert (pieces(change, ADDED), change.added) == (["семян"], ["Новый абзац."])

    def test_of_choices_are_their_labels(self, client, entry):
        revise(entry, cooperation=["supply", "licence"])
        (change,) = newest(client, entry).changes
        assert "лицензия" in "".join(pieces(change, ADDED))

    def test_are_escaped(self, client, entry):
        revise(entry, summary="Сушка <script>alert(1)</script> зерна.")
        assert "<script>alert(1)" not in client.get(address(entry)).text

    def test_follow_the_language_of_the_reader(self, client, enterprise):
        entry = make_entry(language="kk", enterprise=enterprise)
        revise(entry, lead_time_months=9)
        (change,) = newest(client, entry).changes
        with translation.override("kk"):
            assert change.label == str(TechnologyPage._meta.get_field("lead_time_months").verbose_name)


class TestRows:
    def test_that_are_new_are_shown(self, client, entry):
        costs = EntryPage.objects.get(pk=entry.pk).specific.get_latest_revision_as_object().costs.all()
        more = CostItem(item="Монтаж", quantity=Decimal(1), price=Decimal("5000.00"), currency="BYN")
        revise(entry, costs=[*costs, more])
        (change,) = newest(client, entry).changes
        assert [("Монтаж" in text) for text in change.added] == [True]
        assert change.removed == []

    def test_that_are_gone_are_shown(self, client, entry):
        revise(entry, costs=[])
        (change,) = newest(client, entry).changes
        assert ["Сушилка" in text for text in change.removed] == [True]

    def test_that_changed_show_the_figure(self, client, entry):
        row = EntryPage.objects.get(pk=entry.pk).specific.get_latest_revision_as_object().parameters.get()
        row.value = Decimal(25)
        revise(entry, parameters=[row])
        (change,) = newest(client, entry).changes
        assert (pieces(change, REMOVED), pieces(change, ADDED)) == (["20"], ["25"])

    def test_in_another_order_are_no_change(self, client, enterprise):
        entry = make_entry("article", enterprise=enterprise, lessons=[Lesson(text="Раз."), Lesson(text="Два.")])
        rows = list(EntryPage.objects.get(pk=entry.pk).specific.get_latest_revision_as_object().lessons.all())
        revise(entry, lessons=rows[::-1])
        assert newest(client, entry).changes == []

    def test_name_no_page_that_is_not_public(self, client, entry, enterprise):
        hidden = make_entry("article", enterprise=enterprise, published=False, title="Тайный черновик")
        revise(entry, related_entries=[RelatedEntry(related_id=hidden.pk)])
        assert "Тайный черновик" not in client.get(address(entry)).text


class TestDiscretion:
    def test_contact_is_named_but_not_quoted(self, client, entry):
        revise(entry, contact_name="Иван Иванов", contact_email="ivanov@example.org")
        response = client.get(address(entry))
        (change,) = response.context["versions"][0].changes
        assert (change.passages, change.added, change.removed) == ([], [], [])
        assert [word for word in ("Иванов", "ivanov@", "Сидоров") if word in response.text] == []

    def test_of_a_restricted_page_only_title_and_summary_are_told(self, client, entry):
        revise(entry, access="on_request")
        revise(entry, summary="Иначе.", purpose="<p>Тайное назначение.</p>")
        response = client.get(address(entry))
        assert len(response.context["versions"][0].changes) == 1
        assert "Тайное назначение" not in response.text

    def test_what_was_restricted_then_stays_so(self, client, entry):
        revise(entry, access="on_request", purpose="<p>Тайное назначение.</p>")
        revise(entry, access="public", purpose="<p>Открытое назначение.</p>")
        assert "Тайное" not in client.get(address(entry)).text

    def test_its_people_read_everything(self, client, entry, contributor):
        revise(entry, access="on_request")
        revise(entry, purpose="<p>Тайное назначение.</p>")
        client.force_login(contributor)
        assert "Тайное" in client.get(address(entry)).text

    def test_nothing_is_said_of_clearance(self, entry, contributor):
        revise(entry, clearance=False)
        versions, _page = versions_of(EntryPage.objects.get(pk=entry.pk), contributor, None)
        assert versions[0].changes == []
