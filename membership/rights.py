"""Who sees applications in the admin: Wagtail asks here, ``kb.permissions`` answers."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from wagtail.permission_policies import BasePermissionPolicy

from kb.permissions import STAFF_GROUPS, moderated_countries


class ApplicationPolicy(BasePermissionPolicy):
    """Editors see the applications of their countries; which these are, the views ask."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return bool(moderated_countries(user))

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[Any]:
        users = get_user_model().objects
        staff = users.filter(Q(is_superuser=True) | Q(groups__name__in=STAFF_GROUPS)).distinct()
        return users.filter(pk__in=[user.pk for user in staff if moderated_countries(user)])
