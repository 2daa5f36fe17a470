"""The numbers of the reports, computed by the database: one statement for the rows, one for their sum.

A report is a list of facts, each with its enterprise, its country, its month and the entry it is about; facts are
grouped by one of these, or by the branches of the entry's areas. Translations are not counted: an entry is its
original.
"""

# ruff: noqa: S608 - statements are put together from our own words; what is chosen is a parameter.

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db import connection

# Each gives: id, entry_id, enterprise_id, country, moment, and what is measured.
_ORIGINALS = """
    SELECT e.*, p.live, p.first_published_at, p.latest_revision_created_at, p.content_type_id, p.translation_key
    FROM kb_entrypage e
    JOIN wagtailcore_page p ON p.id = e.page_ptr_id
    JOIN wagtailcore_locale l ON l.id = p.locale_id AND l.language_code = e.original_language
"""
_ENTRIES = f"""
    SELECT o.page_ptr_id AS id, o.page_ptr_id AS entry_id, o.enterprise_id, n.country,
        COALESCE(o.first_published_at, o.latest_revision_created_at) AS moment,
        c.model AS type, o.live, o.standing,
        EXISTS (
            SELECT FROM wagtailcore_workflowstate w JOIN django_content_type b ON b.id = w.base_content_type_id
            WHERE b.app_label = 'wagtailcore' AND b.model = 'page'
                AND w.object_id = o.page_ptr_id::text AND w.status = 'in_progress'
        ) AS in_review
    FROM ({_ORIGINALS}) o
    JOIN django_content_type c ON c.id = o.content_type_id
    LEFT JOIN kb_enterprise n ON n.id = o.enterprise_id
"""
_REVIEWS = """
    SELECT t.id, e.page_ptr_id AS entry_id, e.enterprise_id, n.country,
        COALESCE(t.finished_at, t.started_at) AS moment, t.status,
        extract(epoch FROM t.finished_at - t.started_at) / 86400 AS days,
        COALESCE((t.finished_at AT TIME ZONE %(zone)s)::date, %(today)s) > r.due_on AS late
    FROM kb_reviewstate r
    JOIN wagtailcore_taskstate t ON t.id = r.taskstate_ptr_id AND t.status IN ('in_progress', 'approved', 'rejected')
    JOIN kb_entrypage e ON e.page_ptr_id = r.entry_id
    LEFT JOIN kb_enterprise n ON n.id = e.enterprise_id
"""
_CONTACTS = """
    SELECT r.id, r.entry_id, r.enterprise_id, n.country, r.sent_at AS moment, r.status, r.contract_at,
        r.answered_at, extract(epoch FROM r.answered_at - r.sent_at) / 86400 AS days,
        EXISTS (SELECT FROM exchange_contactevent v WHERE v.request_id = r.id AND v.status = 'meeting') AS met
    FROM exchange_contactrequest r
    JOIN kb_enterprise n ON n.id = r.enterprise_id
    WHERE r.sent_at IS NOT NULL
"""
# A pair is a fact of both its sides; it is counted once where it shows twice.
_MATCHES = f"""
    SELECT m.id, o.page_ptr_id AS entry_id, s.enterprise_id, n.country, m.found_at AS moment,
        m.is_current AND m.dismissed_at IS NULL AS holds, m.dismissed_at IS NOT NULL AS dismissed,
        EXISTS (
            SELECT FROM exchange_contactrequest r
            JOIN wagtailcore_page about ON about.id = r.entry_id AND about.translation_key IN (m.offer, m.request)
            JOIN kb_membership k ON k.user_id = r.asker_id
                AND k.enterprise_id IN (m.offer_enterprise_id, m.request_enterprise_id)
            WHERE r.sent_at >= m.found_at AND k.enterprise_id <> r.enterprise_id
        ) AS contacted
    FROM exchange_match m
    CROSS JOIN LATERAL (
        VALUES (m.offer, m.offer_enterprise_id), (m.request, m.request_enterprise_id)
    ) AS s(key, enterprise_id)
    JOIN kb_enterprise n ON n.id = s.enterprise_id
    LEFT JOIN ({_ORIGINALS}) o ON o.translation_key = s.key
"""


def _count(condition: str = "") -> str:
    return f"count(DISTINCT f.id) FILTER (WHERE {condition})" if condition else "count(DISTINCT f.id)"


def _median(value: str) -> str:
    """With one decimal, as double precision: spreadsheets take it for a number."""
    return f"round((percentile_cont(0.5) WITHIN GROUP (ORDER BY {value}))::numeric, 1)::float8"


def _share(part: str, whole: str) -> str:
    return f"round(100.0 * {_count(part)} / NULLIF({_count(whole)}, 0))::int"


@dataclass(frozen=True)
class Figures:
    """What a report counts: the statement of its facts, and its columns with their expressions over facts ``f``."""

    facts: str
    columns: dict[str, str]


ENTRIES = Figures(
    _ENTRIES,
    {
        "total": _count(),
        "technologies": _count("f.type = 'technologypage'"),
        "case_studies": _count("f.type = 'casestudypage'"),
        "articles": _count("f.type = 'articlepage'"),
        "drafts": _count("NOT f.live AND NOT f.in_review"),
        "in_review": _count("f.in_review"),
        "published": _count("f.live AND f.standing = 'current'"),
        "to_confirm": _count("f.live AND f.standing = 'needs_confirmation'"),
        "archived": _count("f.live AND f.standing = 'archived'"),
    },
)
REVIEWS = Figures(
    _REVIEWS,
    {
        "waiting": _count("f.status = 'in_progress'"),
        "overdue": _count("f.status = 'in_progress' AND f.late"),
        "approved": _count("f.status = 'approved'"),
        "returned": _count("f.status = 'rejected'"),
        "days": _median("f.days"),
        "late": _share("f.status <> 'in_progress' AND f.late", "f.status <> 'in_progress'"),
    },
)
CONTACTS = Figures(
    _CONTACTS,
    {
        "total": _count(),
        "waiting": _count("f.status = 'sent'"),
        "accepted": _count("f.answered_at IS NOT NULL AND f.status NOT IN ('sent', 'declined')"),
        "declined": _count("f.status = 'declined'"),
        "meetings": _count("f.met"),
        "contracts": _count("f.contract_at IS NOT NULL"),
        "days": _median("f.days"),
        "in_a_week": _share("f.days <= 7", "true"),
    },
)
MATCHES = Figures(
    _MATCHES,
    {
        "total": _count(),
        "current": _count("f.holds"),
        "dismissed": _count("f.dismissed"),
        "contacted": _count("f.contacted"),
    },
)

AREA, COUNTRY, ENTERPRISE, MONTH = "area", "country", "enterprise", "month"
_KEYS = {
    AREA: "b.branch",
    COUNTRY: "f.country",
    ENTERPRISE: "f.enterprise_id",
    MONTH: "date_trunc('month', f.moment AT TIME ZONE %(zone)s)::date",
}
# A fact about an entry in two areas of one branch is one fact of the branch.
_BRANCHES = """
    LEFT JOIN LATERAL (
        SELECT DISTINCT COALESCE(t.parent_id, t.id) AS branch
        FROM kb_entrypage_areas x JOIN kb_technologyarea t ON t.id = x.technologyarea_id
        WHERE x.entrypage_id = f.entry_id
    ) b ON true
"""
_IN_BRANCH = """EXISTS (
    SELECT FROM kb_entrypage_areas x JOIN kb_technologyarea t ON t.id = x.technologyarea_id
    WHERE x.entrypage_id = f.entry_id AND COALESCE(t.parent_id, t.id) = ANY(%(areas)s)
)"""


@dataclass(frozen=True)
class Choice:
    """Which facts are counted: of ``countries``, in the branches ``areas`` (all, if empty), from day to day."""

    countries: Iterable[str]
    areas: Iterable[int] = ()
    since: date | None = None
    until: date | None = None


def rows(figures: Figures, by: str, choice: Choice, today: date) -> list[dict[str, Any]]:
    """One row for each value of ``by``, with ``key`` and the columns of ``figures``; one statement."""
    key = _KEYS[by]
    return _ask(figures, choice, today, f"{key} AS key, ", _BRANCHES if by == AREA else "", f"GROUP BY {key}")


def total(figures: Figures, choice: Choice, today: date) -> dict[str, Any]:
    """The same of all facts together: what is in two rows is counted once. One statement."""
    return _ask(figures, choice, today, "", "", "")[0]


def _ask(figures: Figures, choice: Choice, today: date, key: str, joined: str, grouped: str) -> list[dict[str, Any]]:
    params: dict[str, Any] = {
        "countries": list(choice.countries),
        "areas": list(choice.areas),
        "since": choice.since,
        "until": choice.until,
        "zone": settings.TIME_ZONE,
        "today": today,
    }
    conditions = ["f.country = ANY(%(countries)s)"]
    if params["areas"]:
        conditions.append(_IN_BRANCH)
    if choice.since:
        conditions.append("(f.moment AT TIME ZONE %(zone)s)::date >= %(since)s")
    if choice.until:
        conditions.append("(f.moment AT TIME ZONE %(zone)s)::date <= %(until)s")
    columns = ", ".join(f"{expression} AS {name}" for name, expression in figures.columns.items())
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {key}{columns} FROM ({figures.facts}) f {joined} WHERE {' AND '.join(conditions)} {grouped}",
            params,
        )
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
