"""“My work” of experts and editors."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from kb import workflow
from kb.models import EntryPage, ReviewState
from tests.factories.accounts import make_expert
from tests.factories.kb import make_entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def review(enterprise: Any, contributor: User, expert: User, editor: User) -> ReviewState:
    """A technical review that waits."""
    entry = make_entry(enterprise=enterprise, owner=contributor, published=False)
    workflow.submit(entry, user=contributor)
    return ReviewState.objects.get(entry=entry)


def page_of(user: User, show: str = "") -> Any:
    client = Client()
    client.force_login(user)
    return client.get(reverse("work:queue"), {"show": show} if show else {})


def titles(user: User, show: str = "") -> list[str]:
    return [line.title for line in page_of(user, show).context["lines"]]


def send(user: User, view: str, review: ReviewState, **data: Any) -> Any:
    client = Client()
    client.force_login(user)
    return client.post(reverse(f"work:{view}", args=[review.pk]), data)


class TestQueue:
    def test_asks_visitors_to_sign_in(self, client: Client) -> None:
        assert "/accounts/login/" in client.get(reverse("work:queue")).url

    def test_is_not_for_contributors(self, contributor: User) -> None:
        assert page_of(contributor).status_code == 403

    @pytest.mark.parametrize(
        ("role", "show", "shown"),
        [
            ("expert", "free", True),
            ("expert", "mine", False),
            ("other_expert", "free", False),
            ("other_expert", "overdue", False),
            ("editor", "free", False),
            ("editor", "country", True),
            ("other_editor", "country", False),
            ("other_editor", "free", False),
            ("chief_editor", "free", True),
            ("chief_editor", "country", True),
        ],
    )
    def test_shows_each_what_is_his_or_hers(
        self, request: pytest.FixtureRequest, review: ReviewState, role: str, show: str, shown: bool
    ) -> None:
        assert bool(titles(request.getfixturevalue(role), show)) is shown

    def test_holds_what_was_taken_on(self, review: ReviewState, expert: User) -> None:
        workflow.claim(review.pk, user=expert)
        assert titles(expert, "mine") == [review.entry.title]

    def test_hides_from_others_what_was_taken_on(self, review: ReviewState, area: Any, expert: User) -> None:
        second = make_expert([area])
        workflow.claim(review.pk, user=expert)
        assert titles(second, "free") == []

    def test_lists_what_is_overdue(self, review: ReviewState, expert: User) -> None:
        assert titles(expert, "overdue") == []
        ReviewState.objects.update(due_on=timezone.localdate() - timedelta(days=1))
        assert titles(expert, "overdue") == [review.entry.title]

    def test_is_ordered_by_the_day(self, review: ReviewState, enterprise: Any, contributor: User, expert: User) -> None:
        sooner = make_entry("article", enterprise=enterprise, owner=contributor, published=False)
        workflow.submit(sooner, user=contributor)
        ReviewState.objects.filter(entry=sooner).update(due_on=timezone.localdate())
        assert titles(expert, "free") == [sooner.title, review.entry.title]

    def test_has_no_list_of_a_country_for_experts(self, review: ReviewState, expert: User) -> None:
        queues = [queue for queue, _count, _chosen in page_of(expert).context["queues"]]
        assert "country" not in queues

    def test_opens_the_first_list_that_has_something(self, review: ReviewState, editor: User) -> None:
        assert page_of(editor).context["chosen"] == "country"

    @pytest.mark.parametrize("language", ["ru", "be", "kk", "en"])
    def test_answers_in_every_language(self, client: Client, review: ReviewState, expert: User, language: str) -> None:
        client.force_login(expert)
        assert client.get(f"/{language}/work/").status_code == 200

    @pytest.mark.parametrize("show", ["free", "country", "overdue"])
    def test_costs_the_same_for_more_reviews(
        self, review: ReviewState, enterprise: Any, contributor: User, chief_editor: User, show: str
    ) -> None:
        counts = []
        for _number in range(2):
            ReviewState.objects.update(due_on=timezone.localdate() - timedelta(days=1))
            page_of(chief_editor, show)
            with CaptureQueriesContext(connection) as queries:
                page_of(chief_editor, show)
            counts.append(len(queries))
            for kind in ("article", "case_study"):
                entry = make_entry(kind, enterprise=enterprise, owner=contributor, published=False)
                workflow.submit(entry, user=contributor)
        assert counts[0] == counts[1] < 33


class TestActions:
    def test_claim_takes_it_on(self, review: ReviewState, expert: User) -> None:
        send(expert, "claim", review)
        assert ReviewState.objects.get(pk=review.pk).reviewer == expert

    def test_claim_that_comes_too_late_says_so(self, review: ReviewState, area: Any, expert: User) -> None:
        workflow.claim(review.pk, user=make_expert([area]))
        client = Client()
        client.force_login(expert)
        response = client.post(reverse("work:claim", args=[review.pk]), follow=True)
        assert [message.level_tag for message in response.context["messages"]] == ["warning"]

    def test_release_gives_it_back(self, review: ReviewState, expert: User) -> None:
        workflow.claim(review.pk, user=expert)
        send(expert, "release", review)
        assert ReviewState.objects.get(pk=review.pk).reviewer is None

    def test_leads_back_where_it_came_from(self, review: ReviewState, expert: User) -> None:
        assert send(expert, "claim", review, next="/ru/work/?show=free").url == "/ru/work/?show=free"

    def test_leads_to_no_other_site(self, review: ReviewState, expert: User) -> None:
        assert send(expert, "claim", review, next="https://elsewhere.example/").url == reverse("work:queue")

    @pytest.mark.parametrize("view", ["claim", "release", "assign"])
    @pytest.mark.parametrize(("role", "status"), [("contributor", 403), ("other_expert", 404), ("other_editor", 404)])
    def test_are_refused_to_those_who_may_not_know_of_it(
        self, request: pytest.FixtureRequest, review: ReviewState, role: str, status: int, view: str
    ) -> None:
        assert send(request.getfixturevalue(role), view, review).status_code == status

    def test_assigning_is_not_for_experts(self, review: ReviewState, expert: User) -> None:
        assert send(expert, "assign", review).status_code == 403

    def test_assigning_offers_who_may_review_with_the_load(
        self, review: ReviewState, editor: User, expert: User, other_expert: User
    ) -> None:
        client = Client()
        client.force_login(editor)
        choices = dict(client.get(reverse("work:assign", args=[review.pk])).context["form"]["reviewer"].field.choices)
        assert set(choices) == {expert.pk}
        assert "0" in choices[expert.pk]

    def test_assigning_gives_it_to_the_one_chosen(self, review: ReviewState, editor: User, expert: User) -> None:
        send(editor, "assign", review, reviewer=expert.pk, due_on=review.due_on.isoformat())
        assert ReviewState.objects.get(pk=review.pk).reviewer == expert

    @pytest.mark.parametrize("wrong", ["reviewer", "due_on"])
    def test_assigning_says_what_is_wrong(self, review: ReviewState, editor: User, expert: User, wrong: str) -> None:
        data = {"reviewer": expert.pk, "due_on": review.due_on.isoformat()}
        data[wrong] = editor.pk if wrong == "reviewer" else "2020-01-01"
        response = send(editor, "assign", review, **data)
        assert (response.status_code, list(response.context["form"].errors)) == (422, [wrong])


class TestWorkload:
    def rows(self, user: User) -> dict[str, tuple[int, int, int]]:
        client = Client()
        client.force_login(user)
        page = client.get(reverse("work:workload")).context["page"]
        return {person.email: (person.open_count, person.overdue_count, person.done_count) for person in page}

    def test_is_not_for_experts(self, client: Client, expert: User) -> None:
        client.force_login(expert)
        assert client.get(reverse("work:workload")).status_code == 403

    def test_counts_what_each_has(self, review: ReviewState, expert: User, other_expert: User, editor: User) -> None:
        workflow.claim(review.pk, user=expert)
        ReviewState.objects.update(due_on=timezone.localdate() - timedelta(days=1))
        rows = self.rows(editor)
        assert (rows[expert.email], rows[other_expert.email]) == ((1, 1, 0), (0, 0, 0))

    def test_counts_what_was_decided(self, review: ReviewState, expert: User, editor: User) -> None:
        review.task.specific.on_action(review, expert, "approve")
        assert self.rows(editor)[expert.email] == (0, 0, 1)


class TestAdmin:
    def get(self, user: User, name: str, *args: Any) -> str:
        client = Client()
        client.force_login(user)
        return client.get(reverse(name, args=args)).content.decode()

    def test_editor_of_the_page_says_who_is_on_it(self, review: ReviewState, expert: User, editor: User) -> None:
        workflow.claim(review.pk, user=expert)
        assert str(expert) in self.get(editor, "wagtailadmin_pages:edit", review.entry_id)

    @pytest.mark.parametrize(
        ("role", "view", "offered"),
        [
            ("expert", "claim", True),
            ("expert", "assign", False),
            ("editor", "claim", False),
            ("editor", "assign", True),
        ],
    )
    def test_editor_of_the_page_offers_what_one_may_do(
        self, request: pytest.FixtureRequest, review: ReviewState, role: str, view: str, offered: bool
    ) -> None:
        text = self.get(request.getfixturevalue(role), "wagtailadmin_pages:edit", review.entry_id)
        assert (reverse(f"work:{view}", args=[review.pk]) in text) is offered

    def test_dialog_of_a_return_asks_for_the_reason(self, review: ReviewState, expert: User) -> None:
        client = Client()
        client.force_login(expert)
        address = reverse("wagtailadmin_pages:workflow_action", args=[review.entry_id, "reject", review.pk])
        assert 'name="reason"' in client.get(address).json()["html"]

    def test_return_without_a_reason_leaves_the_page_in_review(self, review: ReviewState, expert: User) -> None:
        client = Client()
        client.force_login(expert)
        address = reverse("wagtailadmin_pages:workflow_action", args=[review.entry_id, "reject", review.pk])
        client.post(address, {"comment": "Нет."}, headers={"x-requested-with": "XMLHttpRequest"})
        assert EntryPage.objects.get(pk=review.entry_id).workflow_in_progress

    def test_first_page_costs_the_same_for_more_reviews(
        self, review: ReviewState, enterprise: Any, contributor: User, chief_editor: User
    ) -> None:
        counts = []
        for _number in range(2):
            self.get(chief_editor, "wagtailadmin_home")
            with CaptureQueriesContext(connection) as queries:
                self.get(chief_editor, "wagtailadmin_home")
            counts.append(len(queries))
            entry = make_entry("article", enterprise=enterprise, owner=contributor, published=False)
            workflow.submit(entry, user=contributor)
        assert counts[0] == counts[1]
