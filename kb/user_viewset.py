"""Users in the admin: what makes somebody an editor is a group and a country, so the form asks for both."""

from typing import Any

from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.users import UserViewSet

from kb import permissions

# Groups are known by these names in the code and the database; people read them in their language.
GROUPS = {
    permissions.CHIEF_EDITORS: _("Chief editors"),
    permissions.EDITORS: _("Editors"),
    permissions.EXPERTS: _("Experts"),
}


def group_label(group: Group) -> str:
    """What a group is called in the interface."""
    return str(GROUPS.get(group.name, group.name))


class AccountForm:
    """The country, without which an editor moderates nothing, and the language of letters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["groups"].label_from_instance = group_label  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Asks editors for their country."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data  # type: ignore[misc,attr-defined]
        names = {group.name for group in cleaned.get("groups") or ()}
        if permissions.EDITORS in names and not cleaned.get("country"):
            self.add_error("country", _("Choose the country whose pages this editor moderates."))  # type: ignore[attr-defined]
        return cleaned


class NewAccountForm(AccountForm, UserCreationForm):
    """A new user."""

    class Meta(UserCreationForm.Meta):
        fields = UserCreationForm.Meta.fields | {"country", "preferred_language"}


class KnownAccountForm(AccountForm, UserEditForm):
    """A user who has an account."""

    class Meta(UserEditForm.Meta):
        fields = UserEditForm.Meta.fields | {"country", "preferred_language"}


class AccountViewSet(UserViewSet):
    """Users with these forms."""

    def get_form_class(self, for_update: bool = False) -> type[AccountForm]:
        return KnownAccountForm if for_update else NewAccountForm
