"""Takes entries through their life: written, submitted, reviewed, published, translated, dated."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from wagtail.models import Locale, PageLogEntry, Revision, TaskState

from accounts.models import User
from home.models import SectionPage
from kb import workflow
from kb.demo.files import DATA, DataError, EntryFile, read_entries
from kb.demo.indexing import indexed_once
from kb.demo.pages import Builder
from kb.demo.people import People, load_people
from kb.demo.stored_files import StoredFiles
from kb.models import EntryPage, RelatedEntry, ReviewState
from kb.notifications import quiet
from kb.permissions import EDITORIAL_REVIEW, TECHNICAL_REVIEW
from kb.review_forms import ReturnReason
from kb.translation import take_over
from kb.working_days import after_working_days

# Days before publication.
WRITTEN, SUBMITTED, EXAMINED = 21, 14, 6

type Place = tuple[str, str]


@dataclass
class Loaded:
    """What a load added."""

    originals: int = 0
    translations: int = 0


def load(folder: Path = DATA, only: Collection[str] = (), *, keep_files: bool = True) -> Loaded:
    """Adds what is missing of the content of ``folder``; all or nothing.

    ``only`` names the entries to load by their keys; links to others are then left out. Without ``keep_files``
    the caller takes the transaction back. Raises ``DataError``.
    """
    stored = StoredFiles()
    done = False
    try:
        # What is loaded is history: nobody has to act on it.
        with quiet(), transaction.atomic():
            loaded = _load(folder, only, stored)
            done = True
            return loaded
    finally:
        if not (done and keep_files):
            stored.discard()


def _load(folder: Path, only: Collection[str], stored: StoredFiles) -> Loaded:
    entries = read_entries(folder)
    for key in only:
        if key not in entries:
            raise DataError(f"entries/{key}.toml", problem="there is no such file.")
    people = load_people(folder)
    known = _existing(entries, people)
    wanted = [entry for key, entry in entries.items() if not only or key in only]
    originals = [entry for entry in wanted if (entry.key, entry.original) not in known]
    translations = [
        (entry, language) for entry in wanted for language in entry.translations if (entry.key, language) not in known
    ]
    if originals or translations:
        loader = _Loader(people, Builder(people.enterprises, stored), known)
        with indexed_once() as saved:
            loader.load_originals(originals)
            loader.load_translations(translations)
            saved += [*loader.written, *stored.owners]
    return Loaded(len(originals), len(translations))


def _existing(entries: dict[str, EntryFile], people: People) -> dict[Place, int]:
    enterprises = {enterprise.pk for enterprise in people.enterprises.values()}
    known = {}
    rows = EntryPage.objects.filter(slug__in=entries).values_list("slug", "locale__language_code", "pk", "enterprise")
    for slug, language, pk, enterprise in rows:
        if enterprise not in enterprises:
            raise DataError(entries[slug].name, problem="a page of this address is there that is no demonstration.")
        known[slug, language] = pk
    return known


class _Loader:
    def __init__(self, people: People, builder: Builder, known: dict[Place, int]) -> None:
        self.people = people
        self.builder = builder
        self.known = known
        self.written: list[EntryPage] = []
        self.locales = {locale.language_code: locale for locale in Locale.objects.all()}
        self.sections = {
            (section.entry_type, section.locale.language_code): section
            for section in SectionPage.objects.select_related("locale")
        }

    def load_originals(self, entries: list[EntryFile]) -> None:
        pages = {}
        for entry in entries:
            page = self.builder.build(entry, entry.original)
            pages[entry.key] = self._write(entry, entry.original, page)
        for entry in entries:
            page = pages[entry.key]
            if self._relate(entry, page):
                workflow.save_draft(page, user=self._writer(page))
            self._moderate(entry, entry.original, page)

    def load_translations(self, versions: list[tuple[EntryFile, str]]) -> None:
        pages = []
        for entry, language in versions:
            original = EntryPage.objects.get(pk=self.known[entry.key, entry.original]).specific
            page = self.builder.build(entry, language)
            page.translation_key = original.translation_key
            page.locale = self.locales[language]
            page.version = 1
            page.reviewed_by = str(self.people.chief_editor)
            page.published_by = self.people.chief_editor
            take_over(original, page)
            pages.append((entry, language, original, self._write(entry, language, page)))
        # Links lead to the translation of the linked entry, so all of these must be there first.
        for entry, language, original, page in pages:
            if take_over(original, page):
                workflow.save_draft(page, user=self._writer(page))
            self._publish_translation(entry, language, page)

    def _publish_translation(self, entry: EntryFile, language: str, page: EntryPage) -> None:
        """The facts were reviewed in the original; the chief editor, who may publish, has read the words."""
        _refuse(entry, language, page.submission_errors())
        page.get_latest_revision().publish(user=self.people.chief_editor)
        self._finish(entry, page)

    def _writer(self, page: EntryPage) -> User:
        assert page.enterprise is not None
        return self.people.writer_for(page.enterprise)

    def _write(self, entry: EntryFile, language: str, page: EntryPage) -> EntryPage:
        section = self.sections.get((entry.type, language))
        if section is None:
            raise DataError(entry.name, language, problem="the section is missing: run “manage.py setup_site” first.")
        if entry.is_published:
            # Publishing keeps a first date that is there, so the index has the right one from the start.
            page.first_published_at = _published_at(entry)
        workflow.create_draft(page, section=section, user=self._writer(page))
        self.known[entry.key, language] = page.pk
        self.written.append(page)
        return page

    def _relate(self, entry: EntryFile, page: EntryPage) -> bool:
        there = [self.known[key, entry.original] for key in entry.related if (key, entry.original) in self.known]
        page.related_entries.set([RelatedEntry(related_id=pk, sort_order=number) for number, pk in enumerate(there)])
        return bool(there)

    def _moderate(self, entry: EntryFile, language: str, page: EntryPage) -> None:
        if entry.state != "draft":
            writer = self._writer(page)
            try:
                workflow.submit(page, user=writer)
            except workflow.NotReady as error:
                _refuse(entry, language, error.errors)
            if entry.state == "returned":
                self._review(page, TECHNICAL_REVIEW, writer, "reject", entry.reason)
            elif entry.state != "technical_review":
                self._review(page, TECHNICAL_REVIEW, writer, "approve")
                if entry.is_published:
                    self._review(page, EDITORIAL_REVIEW, writer, "approve")
        self._finish(entry, page)

    def _finish(self, entry: EntryFile, page: EntryPage) -> None:
        page = type(page).objects.get(pk=page.pk)
        if entry.state in ("needs_confirmation", "archived"):
            workflow.set_standing(page, entry.state, user=self.people.chief_editor)
        _date_back(page, entry)

    def _review(self, page: EntryPage, stage: str, submitter: User, action: str, comment: str = "") -> None:
        state = page.current_workflow_state.current_task_state
        reviewer = self.people.reviewer_for(page, stage, submitter)
        reason = {"reason": ReturnReason.EVIDENCE} if action == "reject" else {}
        state.task.specific.on_action(state, reviewer, action, comment=comment, **reason)


def _refuse(entry: EntryFile, language: str, errors: dict[str, list[str]]) -> None:
    for name, messages in errors.items():
        raise DataError(entry.name, language, name, problem=" ".join(messages))


def _date_back(page: EntryPage, entry: EntryFile) -> None:
    """Gives the page's history the dates of its file."""
    last = _published_at(entry)
    written, submitted, examined = (last - timedelta(days=days) for days in (WRITTEN, SUBMITTED, EXAMINED))
    PageLogEntry.objects.filter(page=page).update(timestamp=last)
    PageLogEntry.objects.filter(page=page, action="wagtail.create").update(timestamp=written)
    Revision.objects.for_instance(page).update(created_at=written)
    for state in page.workflow_states.all():
        type(state).objects.filter(pk=state.pk).update(created_at=submitted)
        for number, task_state in enumerate(state.task_states.order_by("pk")):
            TaskState.objects.filter(pk=task_state.pk).update(
                started_at=examined if number else submitted,
                finished_at=task_state.finished_at and (last if number else examined),
            )
            _make_overdue(task_state, examined if number else submitted)
    page.latest_revision_created_at = written
    changed = ["latest_revision_created_at"]
    if page.live:
        page.last_published_at = last
        page.reviewed_on = entry.published
        changed += ["last_published_at", "reviewed_on"]
        revision = page.latest_revision
        revision.content["reviewed_on"] = entry.published.isoformat()
        revision.save(update_fields=["content"])
    type(page).objects.filter(pk=page.pk).update(**{name: getattr(page, name) for name in changed})


def _make_overdue(step: TaskState, started: datetime) -> None:
    """A step that still waits was to be done by yesterday at the latest, so that the demonstration shows a late one."""
    review = ReviewState.objects.filter(pk=step.pk, status=TaskState.STATUS_IN_PROGRESS).first()
    if review is None:
        return
    day = after_working_days(timezone.localdate(started), step.task.specific.working_days)
    review.due_on = min(day, timezone.localdate() - timedelta(days=1))
    review.save(update_fields=["due_on"])


def _published_at(entry: EntryFile) -> datetime:
    return timezone.make_aware(datetime.combine(entry.published, time(10)))
