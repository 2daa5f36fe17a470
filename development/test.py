"""The whole test run: the checks of `lint`, then pytest on a server of its own.

`make test ARGS="tests/search -k kazakh"` runs those tests alone, without the checks.
"""

import os
import shlex
import subprocess
import sys

from . import lint
from .console import ROOT, detail, run_command, say
from .messages import compile_changed
from .system_tools import find_browser

# More workers than this want more connections than a server allows by default.
MOST_WORKERS = 4


def main() -> int:
    """The command line; pytest's summary comes last."""
    arguments = shlex.split(os.environ.get("ARGS", ""))
    if not arguments:
        workers = min(max(os.cpu_count() or 1, 2), MOST_WORKERS)
        # A module's tests share what takes long to start; the order of the files leaves the short ones for the end.
        arguments = ["--numprocesses", str(workers), "--dist", "loadscope", "--no-loadscope-reorder"]
    compile_changed()
    failed: list[str] = []
    with lint.database_address() as address:
        if not os.environ.get("ARGS"):
            say("Checking the code")
            failed = lint.failing(address)
        say("Testing: pytest " + shlex.join(arguments))
        detail(f"database {address}")
        environment = os.environ | {"DATABASE_URL": address}
        if browser := find_browser():
            environment["CHROMIUM"] = browser
        command = [sys.executable, "-m", "pytest", *arguments]
        status = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
    if failed:
        print(f"Failed besides the tests: {', '.join(failed)} (see above)", file=sys.stderr)
    return status or (1 if failed else 0)


if __name__ == "__main__":
    run_command(main)
