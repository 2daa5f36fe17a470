"""Makes `.venv` with the locked packages, from any Python 3.8 or newer and nothing but its standard library.

Brings uv into `.uv`; uv finds or fetches the Python that `.python-version` names, makes the environment and installs
the packages by their hashes. A note in `.venv` says what was installed, so that the next start skips all this.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Dict, List, Optional

ROOT = Path(__file__).resolve().parent.parent
UV_HOME = ROOT / ".uv"
UV = UV_HOME / "bin" / "uv"
UV_REQUIREMENTS = ROOT / "requirements" / "uv.txt"
ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"
NOTE = ENVIRONMENT / "installed.json"
# Each set holds all of the one before it.
SETS = ("run", "local", "dev")
OLDEST_PYTHON = "3.12"


class Failed(Exception):
    """A step failed; the second argument says what to do."""


def main() -> int:
    """Install the set that is named on the command line: run, local or dev."""
    wanted = sys.argv[1] if len(sys.argv) > 1 else "dev"
    if wanted not in SETS:
        print("usage: bootstrap.py [%s]" % "|".join(SETS), file=sys.stderr)
        return 2
    os.chdir(str(ROOT))
    try:
        set_up(wanted)
    except Failed as failure:
        sys.stdout.flush()
        print("\nFailed: %s\nWhat to do: %s" % failure.args, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def set_up(wanted: str) -> None:
    """Do what is not yet done."""
    noted = read_note()
    usable = starts([str(PYTHON), "-c", "import sys"]) and noted.get("place") == str(ROOT)
    if usable and noted.get("python") != fingerprint(ROOT / ".python-version"):
        usable = False
    had = noted.get("set")
    # An environment that has more than is wanted now keeps it: make run must not undo make test.
    if usable and had in SETS and SETS.index(had) > SETS.index(wanted):
        wanted = had
    requirements = ROOT / "requirements" / (wanted + ".txt")
    if usable and had == wanted and noted.get("requirements") == fingerprint(requirements):
        return
    uv = bring_uv()
    if not usable:
        make_environment(uv)
    say("Installing the packages of requirements/%s.txt into .venv" % wanted)
    command = [uv, "pip", "sync", "--quiet", "--python", str(PYTHON), "--require-hashes", str(requirements)]
    # Compiled now, every start is quick, also where Python is told not to write compiled files.
    command.append("--compile-bytecode")
    problem = tried_with_certificates(command)
    if problem is not None:
        raise Failed(
            "the packages could not be installed:\n%s" % problem,
            "check the connection to the internet, or point UV_DEFAULT_INDEX to a package mirror of yours.",
        )
    note = {
        "set": wanted,
        "requirements": fingerprint(requirements),
        "python": fingerprint(ROOT / ".python-version"),
        "place": str(ROOT),
    }
    NOTE.write_text(json.dumps(note))


def bring_uv() -> str:
    """The uv of this checkout, installed if it is missing or does not start."""
    if starts([str(UV), "--version"]):
        return str(UV)
    say("Bringing uv, the package installer, into .uv")
    attempts: List[str] = []
    for way in (uv_by_venv, uv_by_pip):
        problem = way()
        if problem is None:
            return str(UV)
        attempts.append(problem)
    installed = shutil.which("uv")
    if installed and starts([installed, "--version"]):
        say("Using the uv that is installed already: %s" % installed)
        return installed
    if os.geteuid() == 0 and shutil.which("apt-get"):
        say("This Python lacks venv and pip: installing python3-venv with apt-get")
        apt_install(["python3-venv"])
        problem = uv_by_venv("/usr/bin/python3")
        if problem is None:
            return str(UV)
        attempts.append(problem)
    raise Failed(
        "uv could not be installed with %s:\n%s" % (sys.executable, "\n".join(attempts)),
        "if the Python lacks venv and pip, install them (Debian: apt-get install python3-venv); "
        "or put uv on the PATH; or name another Python: PYTHON3=/path/to/python3 make ...",
    )


def uv_by_venv(python: str = sys.executable) -> Optional[str]:
    """Install uv into a virtual environment of its own; the reason if that fails."""
    shutil.rmtree(str(UV_HOME), ignore_errors=True)
    problem = tried([python, "-m", "venv", str(UV_HOME)])
    if problem is None:
        problem = tried([str(UV_HOME / "bin" / "python"), "-m", "pip", "install", *pip_options()])
    return problem


def uv_by_pip() -> Optional[str]:
    """Install uv with the pip of this Python, where venv is missing."""
    shutil.rmtree(str(UV_HOME), ignore_errors=True)
    return tried([sys.executable, "-m", "pip", "install", "--target", str(UV_HOME), *pip_options()])


def pip_options() -> List[str]:
    """How pip installs uv: quietly and only the file whose hash is known."""
    return ["--quiet", "--disable-pip-version-check", "--require-hashes", "-r", str(UV_REQUIREMENTS)]


def make_environment(uv: str) -> None:
    """Make `.venv` with the Python of `.python-version`, or a newer one than the oldest that will do."""
    named = (ROOT / ".python-version").read_text().strip()
    wish = os.environ.get("UV_PYTHON") or named
    say("Making .venv with Python %s (fetched by uv if this machine has none)" % wish)
    shutil.rmtree(str(ENVIRONMENT), ignore_errors=True)
    make = [uv, "venv", "--quiet", "--python"]
    for python in [wish, *pyenv_pythons(wish)]:
        if tried([*make, python, "--no-python-downloads", str(ENVIRONMENT)]) is None:
            return
    problem = tried_with_certificates([*make, wish, str(ENVIRONMENT)])
    if problem is None:
        return
    if tried([*make, ">=" + OLDEST_PYTHON, "--no-python-downloads", str(ENVIRONMENT)]) is None:
        say("Python %s was neither found nor fetched; using %s" % (wish, version_of(PYTHON)))
        return
    raise Failed(
        "there is no Python %s here and uv could not fetch one:\n%s" % (wish, problem),
        "install Python %s (Debian 13: apt-get install python3-venv; macOS: brew install python@%s; or pyenv), "
        "or name one: UV_PYTHON=/path/to/python make ..." % (named, named),
    )


def pyenv_pythons(version: str) -> List[str]:
    """Pythons that pyenv has installed but does not offer in this folder; uv does not look for them."""
    root = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    try:
        return sorted(str(python) for python in root.glob("versions/%s*/bin/python" % version.replace("/", "")))
    except OSError:  # Before Python 3.13 a closed folder is one: `su` hands on the PYENV_ROOT of somebody else.
        return []


def apt_install(packages: List[str]) -> None:
    """Install Debian packages without questions."""
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    subprocess.call(["apt-get", "update", "-qq"], env=environment)
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    subprocess.call(command, env=environment, stdout=subprocess.DEVNULL)


def clean_environment() -> Dict[str, str]:
    """The environment without what would send packages elsewhere than into `.venv`."""
    return {
        name: value for name, value in os.environ.items() if name not in ("VIRTUAL_ENV", "PYTHONPATH", "PYTHONHOME")
    }


def tried(command: List[str]) -> Optional[str]:
    """Run a command; None if it worked, else the end of what it said."""
    try:
        done = subprocess.run(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            universal_newlines=True,
            env=clean_environment(),
            check=False,
        )
    except OSError as error:
        return "  %s" % error
    if done.returncode == 0:
        return None
    return "\n".join("  " + line for line in done.stdout.strip().splitlines()[-12:]) or "  status %d" % done.returncode


def tried_with_certificates(command: List[str]) -> Optional[str]:
    """Run uv; where a proxy signs all traffic with a certificate of its own, with the machine's certificates."""
    problem = tried(command)
    if problem and "certificate" in problem and "UV_SYSTEM_CERTS" not in os.environ:
        os.environ["UV_SYSTEM_CERTS"] = "true"
        problem = tried(command)
    return problem


def starts(command: List[str]) -> bool:
    """Whether a program is there and works."""
    return tried(command) is None


def version_of(python: Path) -> str:
    """Which Python this is."""
    return subprocess.check_output([str(python), "-V"], universal_newlines=True).strip()


def fingerprint(file: Path) -> str:
    """A hash of the file's content."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def read_note() -> Dict[str, str]:
    """What an earlier run installed."""
    try:
        noted = json.loads(NOTE.read_text())
    except (OSError, ValueError):
        return {}
    return noted if isinstance(noted, dict) else {}


def say(text: str) -> None:
    """Announce a step."""
    print("==> " + text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
