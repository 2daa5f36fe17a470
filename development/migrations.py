"""Settings under which ``make lint`` looks for migrations that the version before would not survive.

While a new version is installed, the old one still serves: docs/migrations.md has the rules.
"""

from kb.settings.test import *  # noqa: F403
from kb.settings.test import INSTALLED_APPS as THE_SITES

OURS = [name for name in THE_SITES if "." not in name and name not in {"allauth", "taggit", "modelcluster", "wagtail"}]
INSTALLED_APPS = [*THE_SITES, "django_migration_linter"]
# https://github.com/3YOURMIND/django-migration-linter/blob/main/docs/usage.md
MIGRATION_LINTER_OPTIONS = {
    "no_cache": True,
    "include_apps": OURS,
    # From before the first version: there is no installation that they could disturb. Do not add to this list.
    "ignore_name": ["0005_cover_alt", "0003_reply_to", "0003_places", "0006_letters", "0008_indicators"],
}
