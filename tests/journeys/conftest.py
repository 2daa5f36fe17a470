"""A real Chromium on a live server."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page

from accounts.models import User
from tests.factories.accounts import PASSWORD

# Playwright runs an event loop; Django would refuse the database beside it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

PATIENCE_MS = 30_000


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium; a container's root needs the sandbox off."""
    return {
        **browser_type_launch_args,
        "executable_path": os.environ.get("CHROMIUM", "/usr/bin/chromium"),
        "args": ["--no-sandbox", "--disable-dev-shm-usage"],
    }


@pytest.fixture
def visitor(browser: Browser, live_server: Any) -> Iterator[Callable[..., Page]]:
    """Opens a page for a person of one's own: ``visitor()``, or ``visitor(user)`` signed in.

    Nothing on any page that is walked may break the content security policy.
    """
    contexts = []
    broken: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            broken.append(message.text)

    def open_page(user: User | None = None, *, language: str = "ru") -> Page:
        context = browser.new_context(locale=language, base_url=live_server.url)
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        context.on("console", listen)
        page = context.new_page()
        if user is not None:
            page.goto(f"/{language}/accounts/login/")
            page.fill("[name=login]", user.email)
            page.fill("[name=password]", PASSWORD)
            page.click("main button[type=submit]")
            page.wait_for_url(lambda url: "/login/" not in url)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert broken == []
