"""What a person may do with an entry in the admin: Wagtail's rights by page tree, narrowed by ``kb.permissions``."""

from typing import Any

from wagtail.models import PagePermissionTester

from kb import permissions


class EntryRights(PagePermissionTester):
    """Wagtail's rights know the page tree only; the country, the enterprise and the authors are asked for here.

    Every admin view asks this class, by way of ``EntryPage.permissions_for_user``.
    """

    def can_edit(self) -> bool:
        return super().can_edit() and (self._moderates() or self._reviews())

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        # Nothing lies below an entry; Wagtail would ask the database for it, once per row of a list.
        if not self.user.is_active or not self._moderates():
            return False
        if self.user.is_superuser:
            return True
        return "change" in self.permissions and (not self.page.live or "publish" in self.permissions)

    def can_unpublish(self) -> bool:
        return super().can_unpublish() and self._moderates()

    def can_publish(self) -> bool:
        return super().can_publish() and permissions.may_publish(self.user, self.page, self._submitter_id())

    def can_copy(self) -> bool:
        return super().can_copy() and self._moderates()

    def can_lock(self) -> bool:
        return super().can_lock() and self._moderates()

    def can_unlock(self) -> bool:
        return super().can_unlock() and self._moderates()

    def can_view_revisions(self) -> bool:
        return super().can_view_revisions() and self.can_edit()

    def can_submit_for_moderation(self) -> bool:
        return super().can_submit_for_moderation() and self._moderates()

    def _moderates(self) -> bool:
        return permissions.may_moderate(self.user, self.page)

    def _reviews(self) -> bool:
        task = self.page.current_workflow_task
        return bool(task and task.user_can_access_editor(self.page, self.user))

    def _submitter_id(self) -> Any:
        state = self.page.current_workflow_state
        return state.requested_by_id if state else None
