"""How many SQL queries the pages take on which people work, with many reviews and many people.

``python -m benchmarks.work_pages`` makes 500 pages in review, 50 drafts of one enterprise and 200 users in a database
of its own and counts as each role. The promise: under 30 everywhere.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from datetime import timedelta
from itertools import cycle
from pathlib import Path
from typing import Any

from benchmarks.databases import throwaway_database

MOST = 30
REVIEWS = 500
DRAFTS = 50
USERS = 200
OTHERS = 40


def make_people() -> None:
    """Experts of all areas, and among ``USERS`` some editors and contributors; nobody can sign in but by the test."""
    from django.contrib.auth.models import Group

    from accounts.models import User
    from kb.models import Enterprise, Membership, ReviewerProfile, TechnologyArea
    from kb.permissions import EDITORS, EXPERTS

    countries = cycle(("BY", "KZ"))
    people = User.objects.bulk_create(
        User(email=f"person{number}@example.org", last_name=f"{number:03}", country=next(countries))
        for number in range(USERS)
    )
    editors, contributors, experts = people[:OTHERS], people[OTHERS : 2 * OTHERS], people[2 * OTHERS :]
    link = User.groups.through
    for name, members in ((EDITORS, editors), (EXPERTS, experts)):
        group = Group.objects.get(name=name)
        link.objects.bulk_create(link(user_id=person.pk, group_id=group.pk) for person in members)
    profiles = ReviewerProfile.objects.bulk_create(ReviewerProfile(user=person) for person in experts)
    areas = list(TechnologyArea.objects.filter(parent=None))
    covers = ReviewerProfile.areas.through
    covers.objects.bulk_create(
        covers(reviewerprofile_id=profile.pk, technologyarea_id=area.pk) for profile in profiles for area in areas
    )
    enterprises = cycle(Enterprise.objects.all())
    Membership.objects.bulk_create(Membership(user=person, enterprise=next(enterprises)) for person in contributors)


def make_reviews() -> None:
    """A review of each of ``REVIEWS`` pages: half of them technical, a third with somebody, a fifth overdue."""
    from django.contrib.contenttypes.models import ContentType
    from django.db import connection
    from django.utils import timezone
    from wagtail.models import Page, TaskState, Workflow, WorkflowState

    from accounts.models import User
    from kb.models import EntryPage, ReviewState, ReviewTask

    tasks = {task.stage: task for task in ReviewTask.objects.all()}
    workflow = Workflow.objects.get(workflow_tasks__task=tasks["technical"])
    base = ContentType.objects.get_for_model(Page)
    revision = EntryPage.objects.exclude(latest_revision=None)[0].latest_revision
    submitter = User.objects.filter(memberships__isnull=False)[0]
    busy = set(WorkflowState.objects.active().values_list("object_id", flat=True))
    entries = [entry for entry in EntryPage.objects.order_by("pk") if str(entry.pk) not in busy][:REVIEWS]
    assert len(entries) == REVIEWS
    states = WorkflowState.objects.bulk_create(
        WorkflowState(
            content_type=entry.cached_content_type, base_content_type=base, object_id=str(entry.pk),
            workflow=workflow, requested_by=submitter,
        )
        for entry in entries
    )  # fmt: skip
    kind = ContentType.objects.get_for_model(ReviewState)
    steps = TaskState.objects.bulk_create(
        TaskState(
            workflow_state=state, revision=revision, content_type=kind,
            task=tasks["technical" if number % 2 else "editorial"],
        )
        for number, state in enumerate(states)
    )  # fmt: skip
    for state, step in zip(states, steps, strict=True):
        state.current_task_state_id = step.pk
    WorkflowState.objects.bulk_update(states, ["current_task_state"])
    experts = cycle(User.objects.filter(reviewer_profile__isnull=False)[:20])
    today = timezone.localdate()
    rows = [
        (
            step.pk, entry.pk, next(experts).pk if number % 3 == 0 else None,
            today + timedelta(days=-2 if number % 5 == 0 else 5),
        )
        for number, (step, entry) in enumerate(zip(steps, entries, strict=True))
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO kb_reviewstate (taskstate_ptr_id, entry_id, reviewer_id, due_on, reason)"
            " VALUES (%s, %s, %s, %s, '')",
            rows,
        )
        cursor.execute("ANALYZE")


def make_drafts() -> None:
    """Newer drafts of ``DRAFTS`` pages that are not in review, all of the enterprise of the contributor who looks."""
    from wagtail.models import WorkflowState

    from kb.models import EntryPage

    busy = set(WorkflowState.objects.active().values_list("object_id", flat=True))
    free = [entry.pk for entry in EntryPage.objects.order_by("-pk") if str(entry.pk) not in busy][:DRAFTS]
    assert len(free) == DRAFTS
    EntryPage.objects.filter(pk__in=free).update(enterprise=contributor().memberships.first().enterprise)
    for entry in EntryPage.objects.filter(pk__in=free).specific():
        entry.save_revision(clean=False)


def contributor() -> Any:
    """Who looks at "My pages"."""
    from accounts.models import User

    return User.objects.filter(memberships__isnull=False, groups=None).order_by("pk")[0]


def count() -> int:
    """Prints the queries of each page as each role, at the second visit; the number of those above ``MOST``."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from accounts.models import User
    from kb.models import EntryPage, ReviewState
    from kb.permissions import CHIEF_EDITORS, EDITORS, EXPERTS

    people = {
        "chief editor": User.objects.filter(groups__name=CHIEF_EDITORS)[0],
        "editor": User.objects.filter(groups__name=EDITORS)[0],
        "expert": User.objects.filter(groups__name=EXPERTS, held_reviews__isnull=False)[0],
        "contributor": contributor(),
    }
    review = ReviewState.objects.filter(status="in_progress", reviewer=None, entry__enterprise__country="BY")[0]
    lists = {f"work: {show}": f"/ru/work/?show={show}" for show in ("mine", "free", "country", "overdue")}
    staff = {**lists, "work: free, page 3": "/ru/work/?show=free&page=3", "admin: first page": "/admin/"}
    steering = {"work: load": "/ru/work/workload/", "work: assign": f"/ru/work/{review.pk}/assign/"}
    pages = {
        "chief editor": {**staff, **steering},
        "editor": {**staff, "work: load": "/ru/work/workload/"},
        "expert": {name: path for name, path in staff.items() if name != "work: country"},
        "contributor": {"my pages": "/ru/contribute/"},
    }
    entry = EntryPage.objects.live().exclude(live_revision=None)[0]
    pages["contributor"]["versions of a page"] = f"{entry.url_path}versions/"
    failures = 0
    for role, addresses in pages.items():
        client = Client(headers={"host": "localhost"})
        client.force_login(people[role])
        for name, address in addresses.items():
            for _visit in range(2):
                with CaptureQueriesContext(connection) as seen:
                    answer = client.get(address)
            failures += answer.status_code != 200 or len(seen) >= MOST
            print(f"{role:13} {name:22} {len(seen):3} queries, status {answer.status_code}")
    print(f"{ReviewState.objects.filter(status='in_progress').count()} reviews, {User.objects.count()} users")
    return failures


def main() -> None:
    """Counts in a database of its own."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--here", action="store_true", help="in the database of this process, which is filled")
    if parser.parse_args().here:
        import django

        django.setup()
        make_people()
        make_reviews()
        make_drafts()
        sys.exit(count())
    with throwaway_database("work_pages") as database, tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "DATABASE_URL": database,
            "MEDIA_ROOT": str(Path(folder) / "media"),
            "DJANGO_SETTINGS_MODULE": "kb.settings.dev",
        }
        for command in (
            ["manage.py", "migrate", "--verbosity=0"],
            ["manage.py", "setup_site", "--verbosity=0"],
            ["manage.py", "load_demo", "--verbosity=0"],
            ["-m", "benchmarks.growth", str(REVIEWS + DRAFTS)],
            ["-m", "benchmarks.work_pages", "--here"],
        ):
            done = subprocess.run([sys.executable, *command], env=environment, check=False)
            if done.returncode:
                sys.exit(done.returncode)


if __name__ == "__main__":
    main()
