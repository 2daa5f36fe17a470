"""Wagtail's permission policies, narrowed to what ``kb.permissions`` lets a person know of.

Wagtail asks them for every list of the admin that is not about one page: explorer, search, reports, the history of the
site, the libraries of images and documents and their choosers.
"""

from typing import Any

from django.db.models import Q, QuerySet
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy
from wagtail.permission_policies.pages import PagePermissionPolicy

from kb import permissions
from kb.models import EntryPage


def moderated(pages: QuerySet[Any], user: Any) -> QuerySet[Any]:
    """``pages`` without the entries of countries that ``user`` does not moderate."""
    if permissions.moderates_everywhere(user):
        return pages
    countries = permissions.moderated_countries(user)
    others = EntryPage.objects.exclude(enterprise=None).exclude(enterprise__country__in=countries)
    return pages.exclude(pk__in=others.values("pk"))


class ModeratedPages(PagePermissionPolicy):
    """Rights by page tree, without the entries of the other country."""

    def instances_user_has_any_permission_for(self, user: Any, actions: Any) -> QuerySet[Any]:
        return moderated(super().instances_user_has_any_permission_for(user, actions), user)

    def explorable_instances(self, user: Any) -> QuerySet[Any]:
        return moderated(super().explorable_instances(user), user)


class ModeratedFiles(CollectionOwnershipPermissionPolicy):
    """Rights by collection, without the files of the enterprises of the other country."""

    def user_has_any_permission_for_instance(self, user: Any, actions: Any, instance: Any) -> bool:
        return permissions.may_keep_file(user, instance) and super().user_has_any_permission_for_instance(
            user, actions, instance
        )

    def instances_user_has_any_permission_for(self, user: Any, actions: Any) -> QuerySet[Any]:
        files = super().instances_user_has_any_permission_for(user, actions)
        if permissions.moderates_everywhere(user):
            return files
        countries = permissions.moderated_countries(user)
        known = self.model._default_manager.filter(Q(enterprise=None) | Q(enterprise__country__in=countries))
        # The search of a library can filter by primary keys, not by what lies beyond a relation.
        return files.filter(pk__in=known.values("pk"))
