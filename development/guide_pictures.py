"""``make guide-pictures``: takes the pictures of ``docs/`` anew, from a running demonstration site.

Looks at the site that ``make run`` serves, in English, and changes nothing there but one thing: where the editor has no
application, a demonstration contributor applies. Exit status 1 when a page or a part of it is not found.
"""

import argparse
import tomllib
from dataclasses import dataclass
from urllib.parse import urljoin

from playwright.sync_api import Browser, BrowserContext, Error, FloatRect, Locator, Page

from development.console import ROOT, detail, run_command, say
from development.screenshots import DEMO_EMAIL, DEMO_PASSWORD, opened_browser, sign_in

FOLDER = ROOT / "docs" / "images"
ENTERPRISES = ROOT / "kb" / "data" / "demo" / "enterprises.toml"
LANGUAGE = "en"
WIDTH, HEIGHT = 1280, 800

AUTHOR = DEMO_EMAIL
RETURNED_AUTHOR = "author.beton@demo.example.org"
EXPERT = "expert.energy@demo.example.org"
EDITOR = "editor.by@demo.example.org"
# For which enterprise the contributor applies, if nobody else has applied for one.
WANTED_ENTERPRISE = "demo-litmash"


@dataclass(frozen=True)
class Picture:
    """One file of ``docs/images``: who looks, at which page, at which part of it.

    ``links`` are selectors of links to follow from ``path``, ``opened`` is pressed before the picture is taken.
    ``part`` is what is shown of the window, with a ``margin``; ``height`` is the window's, both in pixels.
    """

    name: str
    email: str
    path: str
    part: str = "main > .wrap"
    links: tuple[str, ...] = ()
    opened: str = ""
    height: int = HEIGHT
    margin: int = 16


PICTURES = (
    Picture("home", "", f"/{LANGUAGE}/", "body"),
    Picture("begin", AUTHOR, f"/{LANGUAGE}/contribute/begin/case_study/", height=960),
    Picture("form", AUTHOR, f"/{LANGUAGE}/contribute/", links=(".standing--draft h3 a",), height=960),
    Picture("returned", RETURNED_AUTHOR, f"/{LANGUAGE}/contribute/", ".standing--returned"),
    Picture("contact", AUTHOR, f"/{LANGUAGE}/contacts/", links=("main li:has(.badge--warn) h3 a",), height=1060),
    Picture("reviews", EXPERT, f"/{LANGUAGE}/work/?show=free"),
    Picture(
        "review",
        EXPERT,
        f"/{LANGUAGE}/work/?show=free",
        "body",
        links=(".review h3 a",),
        opened="footer [data-w-dropdown-target=toggle]",
    ),
    Picture("application", EDITOR, "/admin/applications/", "main", links=("main td.title a",), height=1010, margin=0),
    Picture("report", EDITOR, "/admin/reports/exchange-pages/", "main", margin=0),
)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Takes the pictures of the documentation from a running site.")
    parser.add_argument("--address", default="http://127.0.0.1:8000")
    parser.add_argument("--only", nargs="+", default=[], choices=[picture.name for picture in PICTURES])
    return parser.parse_args()


def main() -> int:
    """Takes the pictures; returns the exit status."""
    options = _arguments()
    address = options.address.rstrip("/")
    say(f"Pictures of {address} into {FOLDER.relative_to(ROOT)}")
    with opened_browser() as browser:
        people = _People(browser, address)
        problems = 0
        for picture in PICTURES:
            if options.only and picture.name not in options.only:
                continue
            try:
                if picture.name == "application":
                    _have_an_application(people)
                _take(people.page_of(picture.email), picture)
            except Error as error:
                problems += 1
                detail(f"{picture.name}: {error.message.splitlines()[0]}")
    return 1 if problems else 0


class _People:
    """A window for each person, signed in once."""

    def __init__(self, browser: Browser, address: str) -> None:
        self._browser = browser
        self._address = address
        self._windows: dict[str, BrowserContext] = {}

    def page_of(self, email: str) -> Page:
        if email not in self._windows:
            self._windows[email] = self._open(email)
        return self._windows[email].pages[0]

    def _open(self, email: str) -> BrowserContext:
        # The admin takes its language from the browser where the person has chosen none.
        context = self._browser.new_context(
            viewport={"width": WIDTH, "height": HEIGHT},
            locale=LANGUAGE,
            base_url=self._address,
            color_scheme="light",
            reduced_motion="reduce",
        )
        page = context.new_page()
        if email:
            sign_in(page, f"{self._address}/{LANGUAGE}/", email, DEMO_PASSWORD)
        return context


def _take(page: Page, picture: Picture) -> None:
    page.set_viewport_size({"width": WIDTH, "height": picture.height})
    page.goto(picture.path, wait_until="networkidle")
    for selector in picture.links:
        url = page.locator(selector).first.get_attribute("href") or ""
        page.goto(urljoin(page.url, url), wait_until="networkidle")
    if picture.opened:
        page.locator(picture.opened).first.click()
    part = page.locator(picture.part).first
    part.scroll_into_view_if_needed()
    file = FOLDER / f"{picture.name}.png"
    page.screenshot(path=file, animations="disabled", caret="hide", clip=_in_the_window(part, picture))
    detail(f"{file.name}: {file.stat().st_size // 1024} KB")


def _in_the_window(part: Locator, picture: Picture) -> FloatRect:
    box = part.bounding_box()
    if box is None:
        raise Error(f"{picture.part} is not to be seen.")
    left, top = max(box["x"] - picture.margin, 0), max(box["y"] - picture.margin, 0)
    right = min(box["x"] + box["width"] + picture.margin, WIDTH)
    bottom = min(box["y"] + box["height"] + picture.margin, picture.height)
    return {"x": left, "y": top, "width": right - left, "height": bottom - top}


def _have_an_application(people: _People) -> None:
    """Signed in, a contributor's application needs no letter to be confirmed."""
    desk = people.page_of(EDITOR)
    desk.goto("/admin/applications/")
    if desk.locator("main td.title a").count():
        return
    number = tomllib.loads(ENTERPRISES.read_text())[WANTED_ENTERPRISE]["tax_id"]
    page = people.page_of(AUTHOR)
    page.goto(f"/{LANGUAGE}/join/?enterprise={WANTED_ENTERPRISE}")
    page.fill("[name=tax_id]", number)
    page.fill("[name=post]", "Служба главного технолога")
    page.check("[name=consent]")
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/join/sent/")


if __name__ == "__main__":
    run_command(main)
