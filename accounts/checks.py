"""System checks of accounts."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connection


@register(Tags.security, Tags.database)
def no_demonstration_users(*, databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Where demonstration users are forbidden, the database may not hold any: their passwords are public."""
    from accounts.models import User

    if settings.DEMONSTRATION_USERS_ALLOWED or not databases:
        return []
    # The first `migrate` of an installation checks before it makes the tables.
    if User._meta.db_table not in connection.introspection.table_names():
        return []
    if User.objects.filter(is_demonstration=True, is_active=True).exists():
        return [
            Error(
                "The database holds demonstration users, whose passwords are public.",
                hint="Run `manage.py remove_demo`, or start with an empty database.",
                id="accounts.E001",
            )
        ]
    return []
