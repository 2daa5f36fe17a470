"""Wagtail's users as this site keeps them."""

from wagtail.users.apps import WagtailUsersAppConfig


class UsersConfig(WagtailUsersAppConfig):
    """With the country that an editor moderates."""

    default = False
    user_viewset = "kb.user_viewset.AccountViewSet"
