"""Measures the search on every folder of judged questions in tests/search/relevance: `make relevance`."""

import os
import subprocess
import sys

from .console import ROOT, StepFailed, run_command, say

FOLDERS = ROOT / "tests" / "search" / "relevance"


def main() -> int:
    """The command line: DATABASE_URL names the server; RELEVANCE another folder, whose folders are measured."""
    parent = os.environ.get("RELEVANCE") or str(FOLDERS)
    folders = sorted(entry.path for entry in os.scandir(parent) if entry.is_dir()) if os.path.isdir(parent) else []
    if not folders:
        raise StepFailed(f"{parent} has no folders of judged questions.", "make relevance RELEVANCE=/path/to/folders")
    command = [sys.executable, "manage.py"]
    subprocess.run([*command, "migrate", "--verbosity", "0"], cwd=ROOT, check=True)
    for folder in folders:
        say(f"Measuring {folder}")
        if status := subprocess.run([*command, "evaluate_search", folder], cwd=ROOT, check=False).returncode:
            return status
    return 0


if __name__ == "__main__":
    run_command(main)
