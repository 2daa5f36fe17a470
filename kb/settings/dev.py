"""Settings for work on the project: debug pages, mails in files, demonstration users."""

from .base import *  # noqa: F403
from .base import MEDIA_FOLDER, VAR_DIR, database, env
from .development_database import database_url

DEBUG = env.bool("DEBUG", default=True)
SECRET_KEY = env("SECRET_KEY", default="development-only-key-that-protects-nothing")
ALLOWED_HOSTS = ["*"]
DATABASES = {"default": database(database_url(env, VAR_DIR))}
STORAGES = {
    "default": MEDIA_FOLDER,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
if not env("SMTP_HOST", default=""):
    MAILERS = {"default": {"BACKEND": "notifications.mail_folder.EmailBackend", "OPTIONS": {"path": VAR_DIR / "mail"}}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
