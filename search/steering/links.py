"""Addresses that the admin pages around the search lead to."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import override


def public_search(query: str, language: str) -> str:
    """The results of ``query`` as a visitor with the interface ``language`` sees them."""
    with override(language):
        return f"{reverse('search')}?{urlencode({'q': query})}"


def new_pin(query: str, language: str) -> str:
    """The form for a pinned result, with the query filled in."""
    return f"{reverse('search_pins:add')}?{urlencode({'query': query, 'language': language})}"


def new_synonym(query: str, language: str) -> str:
    """The form for a synonym, with the query filled in."""
    return f"{reverse('search_synonyms:index')}?{urlencode({'query': query, 'language': language})}"


def clicks_of(query: str, language: str, days: str) -> str:
    """What was opened from the results of ``query`` in the last ``days``."""
    asked = {"q": query, "language": language, "period": days}
    return f"{reverse('search_clicks:index')}?{urlencode(asked)}"
