"""Settings of a public installation. A missing secret stops the start with a message that names it."""

from django.core.exceptions import ImproperlyConfigured

from operations import json_log

from .base import *  # noqa: F403
from .base import database, env, replicas


def required(name: str, meaning: str) -> str:
    """The environment variable ``name``; raises ``ImproperlyConfigured`` when it is not set."""
    value = env(name, default="")
    if not value:
        raise ImproperlyConfigured(f"Set {name}: {meaning}. See docs/settings.md.")
    return value


def cache_backend() -> str | None:
    """What reads and writes the cache that CACHE_URL names; Redis may be away."""
    is_redis = env("CACHE_URL", default="").startswith("redis")
    return "kb.forgiving_cache.ForgivingRedisCache" if is_redis else None


DEBUG = False
SECRET_KEY = required("SECRET_KEY", "50 or more random characters that only this installation knows")
if len(SECRET_KEY) < 50 or "development-only" in SECRET_KEY:
    raise ImproperlyConfigured("SECRET_KEY must be 50 or more random characters. See docs/settings.md.")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = required("ALLOWED_HOSTS", "the host names of the site, separated by commas").split(",")
WAGTAILADMIN_BASE_URL = required("BASE_URL", "the public address of the site, such as https://example.org")
CSRF_TRUSTED_ORIGINS = [WAGTAILADMIN_BASE_URL]
DATABASES = {
    "default": database(required("DATABASE_URL", "postgresql://user:password@host/name")),
    **replicas(env("DATABASE_REPLICAS", default="")),
}
DEMONSTRATION_USERS_ALLOWED = False
SECOND_FACTOR = env("SECOND_FACTOR", default="required")
# Attempts are limited over all processes: in Redis or Valkey, else in a table that setup_site makes.
CACHES = {"default": env.cache_url("CACHE_URL", default="dbcache://site_cache", backend=cache_backend())}

# Whose address counts when attempts are limited: the one that the last so many web servers in front were asked by.
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
# https://docs.allauth.org/en/latest/common/configuration.html
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=1)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = env.bool("SSL_REDIRECT", default=True)
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True

LOGGING = json_log.configuration(env("LOG_LEVEL", default="INFO"))
