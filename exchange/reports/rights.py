"""Who may open the reports: Wagtail asks here, ``kb.permissions`` answers."""

from typing import Any

from wagtail.permission_policies import BasePermissionPolicy

from kb.permissions import may_see_reports


class ReportPolicy(BasePermissionPolicy):
    """All or nothing; of which countries, the view asks."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return may_see_reports(user)
