"""Takes pages out of the caches in front of the site: nginx with its purge module, or Varnish.

Both understand the method PURGE. Wagtail's own ``frontend_cache`` does the same but only logs what failed; here the
caller has to know, to try again.
"""

from collections.abc import Iterable
from urllib.parse import urlsplit

import requests
from django.conf import settings

SECONDS = 2.0
NOT_THERE = 404
GONE = frozenset({200, 204, NOT_THERE, 412})
"""Answers after which the page is not in the cache; older modules of nginx say 412 of one that never was."""


class NotCleared(Exception):
    """A cache did not do as it was told; it may still serve the page."""


def clear(addresses: Iterable[str]) -> None:
    """Takes the pages at ``addresses`` (with scheme and host) out of all ``PAGE_CACHES``. Raises ``NotCleared``."""
    with requests.Session() as session:
        for address in addresses:
            parts = urlsplit(address)
            for cache in settings.PAGE_CACHES:
                try:
                    answer = session.request(
                        "PURGE", f"{cache.rstrip('/')}{parts.path}", headers={"Host": parts.netloc}, timeout=SECONDS
                    )
                except requests.RequestException as error:
                    raise NotCleared(f"The page cache {cache} does not answer: {error}") from error
                if answer.status_code not in GONE:
                    raise NotCleared(f"The page cache {cache} answers {answer.status_code} to PURGE {parts.path}")
