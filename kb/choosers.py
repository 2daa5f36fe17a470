"""Dialogs in which editors choose an enterprise or a person, in place of numbers and endless lists."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import chooser as views
from wagtail.admin.viewsets.chooser import ChooserViewSet

from kb import permissions


class EnterpriseColumns:
    """What tells enterprises apart."""

    @property
    def columns(self) -> list[Column]:
        """Name, country and tax number."""
        return [
            *super().columns,  # type: ignore[misc]
            Column("country", label=_("country"), accessor="get_country_display"),
            Column("tax_id", label=_("UNP or BIN"), accessor="tax_id"),
        ]


class EnterpriseChooseView(EnterpriseColumns, views.ChooseView):
    """The dialog of enterprises."""


class EnterpriseChooseResultsView(EnterpriseColumns, views.ChooseResultsView):
    """Its list, filtered."""


class EnterpriseChooserViewSet(ChooserViewSet):
    """Wherever a form has an enterprise."""

    model = "kb.Enterprise"
    icon = "home"
    choose_one_text = _("Choose an enterprise")
    choose_another_text = _("Choose another enterprise")
    edit_item_text = _("Edit this enterprise")
    choose_view_class = EnterpriseChooseView
    choose_results_view_class = EnterpriseChooseResultsView


class PeopleOnly:
    """Names and addresses of users are for those who manage members and experts."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Refuses everybody else."""
        if not permissions.may_manage_people(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

    def get_object_list(self) -> QuerySet[Any]:
        """People who can sign in."""
        return get_user_model().objects.filter(is_active=True).order_by("last_name", "first_name", "email")


class UserChooseView(PeopleOnly, views.ChooseView):
    """The dialog of users."""


class UserChooseResultsView(PeopleOnly, views.ChooseResultsView):
    """Its list, filtered."""


class UserChosenView(PeopleOnly, views.ChosenView):
    """The one chosen."""


class UserChosenMultipleView(PeopleOnly, views.ChosenMultipleView):
    """Several at once: no form asks for them, and Wagtail has an address for it all the same."""


class UserChooserViewSet(ChooserViewSet):
    """Wherever a form of the knowledge base has a user."""

    model = "accounts.User"
    icon = "user"
    choose_one_text = _("Choose a person")
    choose_another_text = _("Choose another person")
    choose_view_class = UserChooseView
    choose_results_view_class = UserChooseResultsView
    chosen_view_class = UserChosenView
    chosen_multiple_view_class = UserChosenMultipleView


enterprise_chooser = EnterpriseChooserViewSet("enterprise_chooser")
user_chooser = UserChooserViewSet("person_chooser")
