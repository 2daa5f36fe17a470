"""Who may do what: the only place where that is decided.

The functions take objects and read their attributes; they import no model, so models, tasks, views and
templates can all ask them. ``docs/roles.md`` says the same in words; ``tests/kb/test_permissions.py`` is the
table.
"""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from accounts.countries import Country

CHIEF_EDITORS = "Chief editors"
EDITORS = "Editors"
EXPERTS = "Experts"
STAFF_GROUPS = (CHIEF_EDITORS, EDITORS, EXPERTS)

TECHNICAL_REVIEW = "technical"
EDITORIAL_REVIEW = "editorial"

FIRST_MEMBER = "owner"


@dataclass(frozen=True)
class Roles:
    """What a user is, read once per request."""

    groups: frozenset[str] = frozenset()
    country: str = ""
    enterprise_ids: frozenset[int] = frozenset()
    led_enterprise_ids: frozenset[int] = frozenset()
    area_ids: frozenset[int] = field(default_factory=frozenset)
    is_administrator: bool = False
    home: str = ""
    """The country of the person, else that of the first enterprise: for the clock, never for a right."""

    @property
    def is_chief_editor(self) -> bool:
        """Editor of both countries."""
        return CHIEF_EDITORS in self.groups or self.is_administrator

    @property
    def is_staff(self) -> bool:
        """Whether the person works in the admin."""
        return self.is_administrator or bool(self.groups & set(STAFF_GROUPS))


NOBODY = Roles()


def roles_of(user: Any) -> Roles:
    """The roles of ``user``, remembered on the object; four queries the first time, none for visitors."""
    if user is None or not user.is_authenticated or not user.is_active:
        return NOBODY
    if not hasattr(user, "_kb_roles"):
        profile = getattr(user, "reviewer_profile", None)
        active = user.memberships.filter(is_active=True).order_by("pk")
        memberships = list(active.values_list("enterprise_id", "role", "enterprise__country"))
        user._kb_roles = Roles(
            groups=frozenset(user.groups.values_list("name", flat=True)),
            country=user.country,
            enterprise_ids=frozenset(enterprise for enterprise, _role, _country in memberships),
            led_enterprise_ids=frozenset(
                enterprise for enterprise, role, _country in memberships if role == FIRST_MEMBER
            ),
            area_ids=profile.covered_area_ids() if profile else frozenset(),
            is_administrator=user.is_superuser,
            home=user.country or next((country for _enterprise, _role, country in memberships), ""),
        )
    return user._kb_roles


def remember_roles(user: Any, roles: Roles) -> None:
    """Keeps ``roles`` that were read for many users together, so that ``roles_of`` need not ask again."""
    user._kb_roles = roles


def is_editor_of(user: Any, country: str) -> bool:
    """Whether ``user`` moderates the enterprises of ``country``."""
    roles = roles_of(user)
    return roles.is_chief_editor or (EDITORS in roles.groups and roles.country == country)


def moderated_countries(user: Any) -> frozenset[str]:
    """The countries whose enterprises and entries ``user`` moderates."""
    return frozenset(country for country in Country.values if is_editor_of(user, country))


def moderates_everywhere(user: Any) -> bool:
    """Whether nothing of any country is hidden from ``user``."""
    return moderated_countries(user) >= frozenset(Country.values)


def may_keep_file(user: Any, file: Any) -> bool:
    """Whether ``user`` works on an image or document in the admin: editors of the country of its enterprise, if any."""
    if file.enterprise_id is None:
        return bool(moderated_countries(user))
    return is_editor_of(user, file.enterprise.country)


def is_member_of(user: Any, enterprise_id: int | None) -> bool:
    """Whether ``user`` writes for the enterprise."""
    return enterprise_id is not None and enterprise_id in roles_of(user).enterprise_ids


def may_enter_admin(user: Any) -> bool:
    """Experts, editors and administrators; contributors never."""
    return roles_of(user).is_staff


def may_contribute(user: Any) -> bool:
    """Whether ``user`` writes for any enterprise."""
    return bool(roles_of(user).enterprise_ids)


def may_create(user: Any, enterprise_id: int | None) -> bool:
    """Whether ``user`` may write a new entry for the enterprise."""
    return is_member_of(user, enterprise_id)


def may_see(user: Any, entry: Any) -> bool:
    """Whether ``user`` may know of ``entry`` at all: everybody of a live one, its people of a draft."""
    return entry.live or may_see_draft(user, entry)


def may_see_draft(user: Any, entry: Any) -> bool:
    """Whether ``user`` may read what is not published: colleagues of the enterprise, its editors, its experts."""
    if is_member_of(user, entry.enterprise_id):
        return True
    roles = roles_of(user)
    if roles.is_chief_editor:
        return True
    if entry.enterprise_id and is_editor_of(user, entry.enterprise.country):
        return True
    return EXPERTS in roles.groups and _covers(roles, entry)


def may_read_in_full(user: Any, entry: Any) -> bool:
    """Whether ``user`` may read the whole of a live ``entry`` and its attachments, beyond title and summary."""
    return _may_read(user, entry, entry.access)


def may_read_version(user: Any, entry: Any, access: str) -> bool:
    """Whether ``user`` may read a published version of ``entry`` that had ``access``: as strict as then and as now."""
    return may_read_in_full(user, entry) and _may_read(user, entry, access)


def _may_read(user: Any, entry: Any, access: str) -> bool:
    if access == "public":
        return True
    if access == "registered" and user.is_authenticated:
        return True
    return user.is_authenticated and may_see_draft(user, entry)


def may_see_contact(user: Any, entry: Any) -> bool:
    """Whether ``user`` sees the contact person of ``entry``: only with that person's consent."""
    if user.is_authenticated and may_see_draft(user, entry):
        return True
    if not entry.contact_consent:
        return False
    if entry.contact_visibility == "public":
        return True
    return entry.contact_visibility == "registered" and user.is_authenticated


def may_edit(user: Any, entry: Any) -> bool:
    """Whether ``user`` may change ``entry`` in ``contribute/``: colleagues, while it is not in review."""
    return is_member_of(user, entry.enterprise_id) and not entry.workflow_in_progress


def may_submit(user: Any, entry: Any) -> bool:
    """Whether ``user`` may send ``entry`` to review."""
    return may_edit(user, entry)


def may_withdraw(user: Any, entry: Any) -> bool:
    """Whether ``user`` may take ``entry`` back from review."""
    return is_member_of(user, entry.enterprise_id) and entry.workflow_in_progress


def may_confirm(user: Any, entry: Any) -> bool:
    """Whether ``user`` may say that ``entry``, whose date has passed, still holds: members of its enterprise."""
    return is_member_of(user, entry.enterprise_id) and entry.live and entry.standing == "needs_confirmation"


def may_review(user: Any, entry: Any, stage: str, submitter_id: int | None) -> bool:
    """Whether ``user`` may approve or reject ``entry`` at ``stage``.

    Never the one who submitted or owns it, and nobody of the same enterprise. Technical review is for the
    experts of its areas, editorial review for the editors of its country, both for chief editors.
    """
    roles = roles_of(user)
    if not roles.is_staff or user.pk in (submitter_id, entry.owner_id):
        return False
    if is_member_of(user, entry.enterprise_id):
        return False
    if roles.is_chief_editor:
        return True
    if stage == TECHNICAL_REVIEW:
        return EXPERTS in roles.groups and _covers(roles, entry)
    return entry.enterprise_id is not None and is_editor_of(user, entry.enterprise.country)


def may_decide(user: Any, entry: Any, stage: str, submitter_id: int | None, reviewer_id: int | None) -> bool:
    """Whether ``user`` may approve or return ``entry`` now.

    A review that somebody has taken on is that person's, until it is released or given to somebody else; chief
    editors may step in.
    """
    if not may_review(user, entry, stage, submitter_id):
        return False
    return reviewer_id in (None, user.pk) or roles_of(user).is_chief_editor


def may_claim(user: Any, entry: Any, stage: str, submitter_id: int | None, reviewer_id: int | None) -> bool:
    """Whether ``user`` may take on the review of ``entry``: who may do it, while nobody has it."""
    return reviewer_id is None and may_review(user, entry, stage, submitter_id)


def may_assign(user: Any, entry: Any) -> bool:
    """Whether ``user`` says who reviews ``entry`` and until when: its editors, unless they have a part in it."""
    if user.pk == entry.owner_id or is_member_of(user, entry.enterprise_id):
        return False
    return may_moderate(user, entry)


def may_release(user: Any, entry: Any, reviewer_id: int | None) -> bool:
    """Whether ``user`` may make the review of ``entry`` nobody's again: who has it, and who may assign it."""
    return reviewer_id is not None and (reviewer_id == user.pk or may_assign(user, entry))


def reviewable(user: Any, stage: str) -> Q:
    """``may_review`` as a condition on ``ReviewState``; a test holds the two together.

    It joins the areas, so a row may come more than once: use it to select primary keys.
    """
    roles = roles_of(user)
    if not roles.is_staff:
        return Q(pk__in=())
    not_own = ~Q(workflow_state__requested_by=user) & ~Q(entry__owner=user)
    not_own &= ~Q(entry__enterprise__in=roles.enterprise_ids)
    if roles.is_chief_editor:
        return Q(entry__isnull=False) & not_own
    if stage == TECHNICAL_REVIEW:
        areas = roles.area_ids if EXPERTS in roles.groups else frozenset()
        return Q(entry__areas__in=areas) & not_own
    return Q(entry__enterprise__country__in=moderated_countries(user)) & not_own


def decidable_reviews(user: Any, stage: str) -> Q:
    """``may_decide`` as a condition on ``ReviewState``."""
    if roles_of(user).is_chief_editor:
        return reviewable(user, stage)
    return reviewable(user, stage) & (Q(reviewer=None) | Q(reviewer=user))


def sees_country_of(user: Any) -> Q:
    """``may_moderate`` of the entry as a condition on ``ReviewState``."""
    countries = moderated_countries(user)
    return Q(entry__enterprise__country__in=countries) if countries else Q(pk__in=())


def may_see_workload(user: Any) -> bool:
    """Whether ``user`` sees how much each reviewer has to do: editors."""
    return bool(moderated_countries(user))


def may_moderate(user: Any, entry: Any) -> bool:
    """Whether ``user`` works on ``entry`` in the admin: editors of its country; all, while it names no enterprise."""
    if entry.enterprise_id is None:
        return bool(moderated_countries(user))
    return is_editor_of(user, entry.enterprise.country)


def may_publish(user: Any, entry: Any, submitter_id: int | None) -> bool:
    """Whether ``user`` may publish ``entry`` without review: chief editors, never their own.

    It is meant for correcting what was reviewed before; only administrators may publish what never was.
    """
    if user.pk in (submitter_id, entry.owner_id) or is_member_of(user, entry.enterprise_id):
        return False
    roles = roles_of(user)
    return roles.is_administrator or (roles.is_chief_editor and entry.version > 0)


def may_archive(user: Any, entry: Any) -> bool:
    """Whether ``user`` may put a published ``entry`` into the archive and take it out: editors of its country."""
    return entry.live and may_moderate(user, entry)


def may_manage_enterprise(user: Any, country: str) -> bool:
    """Whether ``user`` verifies the enterprises of ``country`` and says who writes for them."""
    return is_editor_of(user, country)


def may_decide_application(user: Any, country: str) -> bool:
    """Whether ``user`` accepts and declines those who ask to write for an enterprise of ``country``."""
    return is_editor_of(user, country)


def may_see_colleagues(user: Any, enterprise: Any) -> bool:
    """Whether ``user`` sees who writes for ``enterprise``: its members and its editors."""
    return is_member_of(user, enterprise.pk) or is_editor_of(user, enterprise.country)


def may_invite(user: Any, enterprise: Any) -> bool:
    """Whether ``user`` asks people to write for ``enterprise``: its first member and its editors."""
    return enterprise.pk in roles_of(user).led_enterprise_ids or is_editor_of(user, enterprise.country)


def may_appoint(user: Any, enterprise: Any) -> bool:
    """Whether ``user`` makes somebody a first member of ``enterprise``, or brings back who has left: its editors."""
    return is_editor_of(user, enterprise.country)


def may_suspend(user: Any, membership: Any) -> bool:
    """Whether ``user`` ends the ``membership`` of somebody else: editors, and the first member for plain members."""
    if user.pk == membership.user_id or not membership.is_active:
        return False
    if is_editor_of(user, membership.enterprise.country):
        return True
    return membership.role != FIRST_MEMBER and membership.enterprise_id in roles_of(user).led_enterprise_ids


def may_restore(user: Any, membership: Any) -> bool:
    """Whether ``user`` brings back somebody whose membership has ended: editors alone."""
    if membership.is_active or user.pk == membership.user_id:
        return False
    return is_editor_of(user, membership.enterprise.country)


def may_leave(user: Any, membership: Any) -> bool:
    """Whether ``user`` ends the ``membership``: everybody his or her own."""
    return bool(user.pk == membership.user_id and membership.is_active)


def may_see_letters(user: Any) -> bool:
    """Whether ``user`` sees which letters of the site did not arrive: administrators."""
    return roles_of(user).is_administrator


def may_see_audit_log(user: Any) -> bool:
    """Whether ``user`` sees what happened to accounts and rights: administrators."""
    return roles_of(user).is_administrator


def may_manage_people(user: Any) -> bool:
    """Whether ``user`` sees the list of users, to make them members or experts."""
    return bool(moderated_countries(user))


def may_merge_tags(user: Any) -> bool:
    """Editors keep the tags in order."""
    return bool(moderated_countries(user))


def may_steer_search(user: Any) -> bool:
    """Whether ``user`` sees what visitors search for and pins results: editors of either country."""
    return bool(moderated_countries(user))


def may_ask(user: Any, enterprise_id: int | None) -> bool:
    """Whether ``user`` may write a contact request to the enterprise: everybody but its own members."""
    return enterprise_id is not None and not is_member_of(user, enterprise_id)


def may_answer_contact_request(user: Any, contact: Any) -> bool:
    """Whether ``user`` reads and answers ``contact``: members of the enterprise, once its address is confirmed.

    Editors do not: it is a letter to the enterprise. They see how many there are (``may_see_reports``).
    """
    return contact.status != "unconfirmed" and is_member_of(user, contact.enterprise_id)


def may_follow_contact_request(user: Any, contact: Any) -> bool:
    """Whether ``user`` wrote ``contact`` while signed in; strangers follow theirs by a signed link."""
    return user.is_authenticated and contact.asker_id == user.pk


def may_dismiss_match(user: Any, match: Any) -> bool:
    """Whether ``user`` may say that an offer and a request do not fit: members of either side's enterprise."""
    return is_member_of(user, match.offer_enterprise_id) or is_member_of(user, match.request_enterprise_id)


def may_see_reports(user: Any) -> bool:
    """Whether ``user`` sees the reports, of ``moderated_countries``: editors."""
    return bool(moderated_countries(user))


def may_manage_taxonomy(user: Any) -> bool:
    """Technology areas, the glossary and indicators are shared by both countries: chief editors."""
    return roles_of(user).is_chief_editor


def _covers(roles: Roles, entry: Any) -> bool:
    return any(area.pk in roles.area_ids for area in entry.areas.all())
