"""Wagtail's admin as this site uses it."""

from wagtail.admin.apps import WagtailAdminAppConfig


class AdminConfig(WagtailAdminAppConfig):
    """With policies that know countries, and without Wagtail's own letters about workflows.

    Those go to whole groups and lead contributors into the admin, which is closed to them; ``kb.notifications`` writes
    instead.
    """

    default = False

    def ready(self) -> None:
        from wagtail import signals
        from wagtail.models import TaskState, WorkflowState

        super().ready()
        self._narrow_policies()
        for signal, sender, name in (
            (signals.task_submitted, TaskState, "group_approval_task_submitted_email_notification"),
            (signals.workflow_submitted, WorkflowState, "workflow_state_submitted_email_notification"),
            (signals.workflow_rejected, WorkflowState, "workflow_state_rejected_email_notification"),
            (signals.workflow_approved, WorkflowState, "workflow_state_approved_email_notification"),
        ):
            if not signal.disconnect(sender=sender, dispatch_uid=name):
                raise RuntimeError(f"Wagtail connects no {name} any more: look who writes letters now.")

    @staticmethod
    def _narrow_policies() -> None:
        from wagtail.models import Page
        from wagtail.permissions import register_permission_policy

        from kb.models import KbDocument, KbImage
        from kb.policies import ModeratedFiles, ModeratedPages

        register_permission_policy(Page, ModeratedPages())
        for model, original in ((KbImage, "wagtailimages.Image"), (KbDocument, "wagtaildocs.Document")):
            policy = ModeratedFiles(model, auth_model=original, owner_field_name="uploaded_by_user")
            register_permission_policy(model, policy)
