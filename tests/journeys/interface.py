"""What stories in a browser ask of the interface: its words in a language, and whether axe finds anything wrong."""

from axe_playwright_python.sync_playwright import Axe
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext
from playwright.sync_api import Page

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]}


def says(language: str, text: str) -> str:
    """What the interface calls ``text`` in ``language``, as a sentence begins."""
    with translation.override(language):
        return capfirst(gettext(text))


def violations(page: Page) -> list[str]:
    """What axe finds wrong."""
    return [violation["id"] for violation in Axe().run(page, options=RULES).response["violations"]]
