"""``python -m development.screenshots FOLDER``: every kind of public page as a picture, checked with axe.

Looks at a running site, by default the one that ``make run`` serves. Which pages to take it finds by following
links from the lists. Exit status 1 when axe finds a violation or a page does not answer.
"""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from development.console import StepFailed, detail, run_command, say
from development.system_tools import find_browser

WIDTHS = (1280, 390)
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
DEMO_EMAIL = "author.by@demo.example.org"
DEMO_PASSWORD = "exchange-demo-2026"  # noqa: S105

# Images below the first screen would wait for somebody to scroll.
SHOW_ALL_IMAGES = """Promise.all([...document.images].map((image) => {
    image.loading = "eager";
    return image.decode().catch(() => {});
}))"""

# Name of the picture, path below the language prefix.
FIXED = (
    ("home", ""),
    ("technologies", "technologies/"),
    ("technologies-filtered", "technologies/?readiness=series&country=BY"),
    ("case-studies", "case-studies/"),
    ("articles", "articles/"),
    ("areas", "areas/"),
    ("enterprises", "enterprises/"),
    ("about", "about/"),
    ("how-to-contribute", "how-to-contribute/"),
    ("search", "search/?q=трактор"),
    ("search-nothing", "search/?q=абракадабра"),
    ("join", "join/"),
    ("sign-in", "accounts/login/"),
    ("password", "accounts/password/reset/"),
    ("not-found", "nowhere/"),
)
# A title in the language of the list: those in another language say which.
TRANSLATED = ".hit__title a:not([lang])"
# Name, list on which to find it, selectors of the links that lead there one after the other.
FOUND: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("technology", "technologies/", (TRANSLATED,)),
    ("technology-second", "technologies/", (f".hit:has({TRANSLATED}) ~ .hit {TRANSLATED}",)),
    ("case-study", "case-studies/", (TRANSLATED,)),
    ("article", "articles/", (TRANSLATED,)),
    ("tag", "technologies/", (TRANSLATED, "a[href*='/tags/']")),
    ("area", "areas/", (".area-tree h2 a",)),
    ("enterprise", "enterprises/", (".enterprise-card h3 a",)),
)
SIGNED_IN: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("my-pages", "contribute/", ()),
    ("colleagues", "colleagues/", ()),
    ("notifications", "notifications/", ()),
    ("letters-to-me", "notifications/preferences/", ()),
    ("new-case-study", "contribute/new/case_study/", ()),
    ("edit", "contribute/", (".own-entry__actions a",)),
    ("preview", "contribute/", (".own-entry__actions a[href$='/preview/']",)),
)
# A form with two values that cannot be: it comes back with them, and nothing is saved.
WITH_ERRORS = "new-with-errors"
IMPOSSIBLE = {"[name=contact_email]": "x", "[name=power_kw]": "x"}


@dataclass(frozen=True)
class Look:
    """How a page is looked at."""

    language: str
    width: int
    scheme: str

    @property
    def suffix(self) -> str:
        """The end of the picture's name."""
        return f"{self.language}-{self.width}-{self.scheme}"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Takes pictures of every kind of public page and runs axe on them.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--address", default="http://127.0.0.1:8000")
    parser.add_argument("--languages", nargs="+", default=["ru"])
    parser.add_argument("--schemes", nargs="+", default=["light", "dark"], choices=["light", "dark"])
    parser.add_argument("--widths", nargs="+", type=int, default=list(WIDTHS))
    parser.add_argument("--only", nargs="+", default=[], help="names of pages, such as home")
    parser.add_argument("--email", default=DEMO_EMAIL)
    parser.add_argument("--password", default=DEMO_PASSWORD)
    parser.add_argument("--signed-out", action="store_true", help="leave out the pages behind the sign-in")
    return parser.parse_args()


def main() -> int:
    """Takes the pictures; returns the exit status."""
    options = _arguments()
    options.folder.mkdir(parents=True, exist_ok=True)
    problems: list[str] = []
    with opened_browser() as browser:
        for language in options.languages:
            say(f"Pages in “{language}” at {options.address}")
            for width in options.widths:
                for scheme in options.schemes:
                    problems += _take_all(browser, options, Look(language, width, scheme))
    for problem in problems:
        detail(problem)
    say(f"{len(problems)} problems; the pictures are in {options.folder}.")
    return 1 if problems else 0


@contextmanager
def opened_browser() -> Iterator[Browser]:
    """A Chromium without a window; raises ``StepFailed`` where there is none."""
    program = find_browser()
    if program is None:
        raise StepFailed("There is no Chromium.", "Install chromium, or set CHROMIUM to the path of one.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


def _take_all(browser: Browser, options: argparse.Namespace, look: Look) -> Iterator[str]:
    context = browser.new_context(viewport={"width": look.width, "height": 900}, color_scheme=look.scheme)  # type: ignore[arg-type]
    page = context.new_page()
    wanted = set(options.only)
    base = f"{options.address.rstrip('/')}/{look.language}/"
    for name, path in FIXED:
        if not wanted or name in wanted:
            yield from _take(page, options.folder, name, base + path, look)
    for name, path, selectors in FOUND:
        if not wanted or name in wanted:
            yield from _take_found(page, options.folder, name, base + path, selectors, look)
    behind_sign_in = {WITH_ERRORS, *(name for name, _path, _selectors in SIGNED_IN)}
    if not options.signed_out and (not wanted or wanted & behind_sign_in):
        sign_in(page, base, options.email, options.password)
        for name, path, selectors in SIGNED_IN:
            if not wanted or name in wanted:
                yield from _take_found(page, options.folder, name, base + path, selectors, look)
        if not wanted or WITH_ERRORS in wanted:
            yield from _take_errors(page, options.folder, base, look)
    context.close()


def _take_found(page: Page, folder: Path, name: str, url: str, selectors: tuple[str, ...], look: Look) -> Iterator[str]:
    for selector in selectors:
        page.goto(url)
        link = page.query_selector(selector)
        if link is None:
            yield f"{name}-{look.suffix}: no link to one ({selector}) on {url}"
            return
        url = urljoin(url, link.get_attribute("href") or "")
    yield from _take(page, folder, name, url, look)


def _take_errors(page: Page, folder: Path, base: str, look: Look) -> Iterator[str]:
    page.goto(f"{base}contribute/new/technology/")
    for selector, value in IMPOSSIBLE.items():
        page.fill(selector, value)
    page.click(".entry-form__actions button[value=save]")
    page.wait_for_selector("#problems")
    yield from _look_at(page, folder, f"{WITH_ERRORS}-{look.suffix}")


def sign_in(page: Page, base: str, email: str, password: str) -> None:
    """Signs in on the site whose address with the language is ``base``; raises ``StepFailed``."""
    page.goto(f"{base}accounts/login/")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", password)
    page.press("input[name=password]", "Enter")
    page.wait_for_load_state()
    if "/login/" in page.url:
        raise StepFailed(f"{email} cannot sign in.", "Give --email and --password, or --signed-out.")


def _take(page: Page, folder: Path, name: str, url: str, look: Look) -> Iterator[str]:
    errors: list[str] = []

    def listen(message: object) -> None:
        if getattr(message, "type", "") == "error":
            errors.append(getattr(message, "text", ""))

    page.on("console", listen)
    response = page.goto(url, wait_until="load")
    expected = 404 if name == "not-found" else 200
    picture = f"{name}-{look.suffix}"
    if name == "not-found" and page.query_selector("main") is None:
        detail(f"{picture}: Django's page for developers; DEBUG=false make run shows the site's own")
    if response is None or response.status != expected:
        yield f"{picture}: {url} answered {response.status if response else 'nothing'}"
    yield from _look_at(page, folder, picture)
    page.remove_listener("console", listen)
    yield from (f"{picture}: {error}" for error in errors if str(expected) not in error)


def _look_at(page: Page, folder: Path, picture: str) -> Iterator[str]:
    page.evaluate(SHOW_ALL_IMAGES)
    page.screenshot(path=folder / f"{picture}.png", full_page=True)
    for violation in Axe().run(page, options=RULES).response["violations"]:
        places = "; ".join(" ".join(node["target"]) for node in violation["nodes"][:3])
        yield f"{picture}: {violation['id']}: {violation['help']} ({places})"
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        yield f"{picture}: wider than the window"


if __name__ == "__main__":
    run_command(main)
