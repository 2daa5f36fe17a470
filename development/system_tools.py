"""Programs that no Python package brings: Chromium and servers for the tests, GNU gettext for the catalogues."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from .console import StepFailed, run_command, say

# Named as Debian's packages are.
TOOLS = ("chromium", "gettext")
# Without these, the tests of an installation say so and are left out.
SERVERS = {
    "nginx": "nginx",
    "libnginx-mod-http-brotli-static": "nginx",
    "libnginx-mod-http-cache-purge": "nginx",
    "redis-server": "redis-server",
}
BROWSER_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
BROWSER_PLACES = (
    Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
    Path("/Applications/Chromium.app/Contents/MacOS/Chromium"),
)
PLAYWRIGHT_CACHES = (".cache/ms-playwright", "Library/Caches/ms-playwright")
PLAYWRIGHT_PROGRAMS = ("chromium-*/chrome-linux*/chrome", "chromium-*/chrome-mac*/*.app/Contents/MacOS/*")


def find_browser() -> str | None:
    """A Chromium or Chrome: CHROMIUM, else one on the PATH, else in the usual places."""
    if chosen := os.environ.get("CHROMIUM"):
        return chosen
    for name in BROWSER_NAMES:
        if found := shutil.which(name):
            return found
    downloaded = [
        program
        for cache in PLAYWRIGHT_CACHES
        for pattern in PLAYWRIGHT_PROGRAMS
        for program in (Path.home() / cache).glob(pattern)
    ]
    return next((str(place) for place in [*BROWSER_PLACES, *downloaded] if place.exists()), None)


def missing(tools: Sequence[str] = TOOLS) -> dict[str, str]:
    """Debian's packages of those tools that are missing, and the advice for everybody else."""
    wanted: dict[str, str] = {}
    if "chromium" in tools and find_browser() is None:
        wanted["chromium"] = (
            "a Chromium or Chrome (macOS: brew install --cask chromium; "
            "or: .venv/bin/python -m playwright install chromium; or set CHROMIUM to its path)"
        )
    if "gettext" in tools and not (shutil.which("xgettext") and shutil.which("msgmerge")):
        wanted["gettext"] = "GNU gettext (macOS: brew install gettext)"
    return wanted


def missing_servers() -> list[str]:
    """Debian's packages of those servers that the tests of an installation start and that are not there."""
    places = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin", "/usr/local/sbin"])
    return [package for package, program in SERVERS.items() if shutil.which(program, path=places) is None]


def main() -> int:
    """Install what is missing if this is Debian and root; else say what to do. Arguments choose some of the tools."""
    chosen = sys.argv[1:] or TOOLS
    wanted = missing(chosen)
    if chosen is TOOLS and os.geteuid() == 0 and shutil.which("apt-get") and (servers := missing_servers()):
        wanted |= dict.fromkeys(servers, "servers")
    if wanted and os.geteuid() == 0 and shutil.which("apt-get"):
        say(f"Installing {', '.join(wanted)} with apt-get")
        _apt("update")
        _apt("install", "--yes", "--no-install-recommends", *wanted)
        wanted = missing(chosen)
        if servers := missing_servers() if chosen is TOOLS else []:
            say(f"Without {', '.join(servers)} the tests of an installation are left out")
    if wanted:
        on_debian = f"Debian: apt-get install {' '.join(wanted)}. " if sys.platform == "linux" else ""
        raise StepFailed("The tests need " + " and ".join(wanted.values()) + ".", f"{on_debian}Then run this again.")
    return 0


def _apt(*words: str) -> None:
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(["apt-get", "--quiet", *words], env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        print((done.stdout + done.stderr)[-2000:], file=sys.stderr)


if __name__ == "__main__":
    run_command(main)
