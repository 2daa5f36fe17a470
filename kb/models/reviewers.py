"""Who reviews: the experts with their areas, and whom a step of review is sent to."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from kb import permissions
from kb.models.taxonomy import TechnologyArea


class ReviewerProfile(models.Model):
    """The technology areas in which an expert reviews."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reviewer_profile", verbose_name=_("user")
    )
    areas = models.ManyToManyField(TechnologyArea, related_name="reviewers", verbose_name=_("technology areas"))

    class Meta:
        verbose_name = _("expert")
        verbose_name_plural = _("experts")

    def __str__(self) -> str:
        return str(self.user)

    def covered_area_ids(self) -> frozenset[int]:
        """The areas chosen and all below them."""
        chosen = self.areas.values("pk")
        return frozenset(
            TechnologyArea.objects.filter(Q(pk__in=chosen) | Q(parent__in=chosen)).values_list("pk", flat=True)
        )


def eligible_reviewers(entry: Any, stage: str, submitter_id: int | None) -> list[Any]:
    """Everybody who may review ``entry`` at ``stage``, chief editors last; a fixed number of queries."""
    models.prefetch_related_objects([entry], "areas")
    people = _with_roles(_in_question(entry, stage))
    may = [person for person in people if permissions.may_review(person, entry, stage, submitter_id)]
    return sorted(may, key=lambda person: (permissions.roles_of(person).is_chief_editor, str(person), person.pk))


def routed_reviewers(entry: Any, stage: str, submitter_id: int | None) -> list[Any]:
    """Whom a step is sent to.

    A technical review goes to experts of the other country where the areas have one, else to those of the same;
    an editorial one to the editors of the country. Chief editors get what nobody else may review.
    """
    eligible = eligible_reviewers(entry, stage, submitter_id)
    specialists = [person for person in eligible if not permissions.roles_of(person).is_chief_editor]
    if stage == permissions.TECHNICAL_REVIEW and entry.enterprise_id:
        home = entry.enterprise.country
        specialists = [person for person in specialists if person.country not in ("", home)] or specialists
    return specialists or eligible


def _in_question(entry: Any, stage: str) -> QuerySet[Any]:
    """Those whom a rule could allow it, narrowed in the database; ``kb.permissions`` decides."""
    chiefs = Q(groups__name=permissions.CHIEF_EDITORS)
    if stage == permissions.TECHNICAL_REVIEW:
        areas = list(entry.areas.all())
        ids = {area.pk for area in areas} | {area.parent_id for area in areas if area.parent_id}
        others = Q(groups__name=permissions.EXPERTS, reviewer_profile__areas__in=ids)
    else:
        others = Q(groups__name=permissions.EDITORS, country=entry.enterprise.country if entry.enterprise_id else "")
    return get_user_model().objects.filter(chiefs | others, is_active=True).distinct()


def _with_roles(people: QuerySet[Any]) -> list[Any]:
    """``people`` with their roles read together, not one by one."""
    found = list(people.prefetch_related("groups", "memberships", "reviewer_profile__areas__narrower").order_by("pk"))
    for person in found:
        profile = getattr(person, "reviewer_profile", None)
        areas = profile.areas.all() if profile else ()
        permissions.remember_roles(
            person,
            permissions.Roles(
                groups=frozenset(group.name for group in person.groups.all()),
                country=person.country,
                enterprise_ids=frozenset(m.enterprise_id for m in person.memberships.all() if m.is_active),
                area_ids=frozenset(pk for area in areas for pk in (area.pk, *(low.pk for low in area.narrower.all()))),
                is_administrator=person.is_superuser,
            ),
        )
    return found
