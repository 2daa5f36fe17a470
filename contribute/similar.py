"""Entries that say the same already, while a title is typed."""

from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Case, Q, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from contribute.forms import is_untitled
from contribute.views import signed_in
from kb.models import EntryPage
from kb.permissions import roles_of
from search.filters import Filters
from search.interface import engine

LEAST = 4
CANDIDATES = 10
SHOWN = 3
# The share of the shorter title's letters in threes that the longer one has too, beginning with which both read alike.
ALIKE = 0.5


@dataclass(frozen=True)
class Similar:
    """An entry with a similar title."""

    title: str
    url: str
    enterprise: str
    language: str
    is_draft: bool


def similar_entries(title: str, user: Any, own_pk: int | None, language: str) -> list[Similar]:
    """What is published with a similar title, by the site's search, and what the user's enterprises draft."""
    enterprises = roles_of(user).enterprise_ids
    results = engine().search(title, Filters(), language=language, user=user, page_size=CANDIDATES)
    found = [hit.page_id for hit in results.hits]
    entries = EntryPage.objects.filter(Q(pk__in=found, live=True) | Q(enterprise__in=enterprises))
    if own_pk is not None:
        own = EntryPage.objects.filter(pk=own_pk, enterprise__in=enterprises).values("translation_key")
        entries = entries.exclude(translation_key__in=own)
    # What others have not published is not even compared with.
    known = Case(When(enterprise__in=enterprises, then="draft_title"), default="title")
    alike = entries.annotate(alike=TrigramWordSimilarity(title, known)).filter(alike__gte=ALIKE)
    chosen = alike.select_related("enterprise", "locale").order_by("-alike", "-pk")[:SHOWN]
    return [_shown(entry, entry.enterprise_id in enterprises) for entry in chosen if not is_untitled(entry)]


def _shown(entry: EntryPage, is_own: bool) -> Similar:
    return Similar(
        title=entry.draft_title if is_own else entry.title,
        url=entry.url_path if entry.live else reverse("contribute:edit", args=[entry.pk]),
        enterprise=entry.enterprise.name if entry.enterprise else "",
        language=entry.locale.language_code,
        is_draft=not entry.live,
    )


@signed_in
@require_GET
def similar(request: HttpRequest) -> HttpResponse:
    """For htmx: nothing while the title is short or unlike any other."""
    title = " ".join(request.GET.get("title", "").replace("\0", "").split())[:120]
    pk = request.GET.get("page", "")
    entries = []
    if len(title) >= LEAST:
        own_pk = int(pk) if pk.isdecimal() and len(pk) < 10 else None
        entries = similar_entries(title, request.user, own_pk, (get_language() or "")[:2])
    return render(request, "contribute/similar.html", {"entries": entries})
