"""Settings of the test suite: as in production where it matters, fast where it does not."""

from .base import *  # noqa: F403
from .base import MEDIA_FOLDER, TASKS, VAR_DIR, database, env
from .development_database import database_url

DEBUG = False
SECRET_KEY = "test-only-key"  # noqa: S105
ALLOWED_HOSTS = ["*"]
DATABASES = {"default": database(database_url(env, VAR_DIR))}
# Threads of the live server and of the tests share the pool; each needs a connection of its own.
DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 0, "max_size": 16}  # type: ignore[index]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MEDIA_ROOT = VAR_DIR / "test-media"
STORAGES = {
    "default": MEDIA_FOLDER,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
# The index behind the admin's lists costs a fifth of every page that a test saves; the site's own search is apart.
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "search.backend", "AUTO_UPDATE": False}  # type: ignore[dict-item]
}
# Embedding takes a tenth of a second a page: the tests of search by meaning switch it on.
EMBEDDINGS = "off"
# No worker runs beside the tests; those of the queue name the database's own backend.
TASKS = {**TASKS, "background": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}
