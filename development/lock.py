"""Writes requirements/*.txt from pyproject.toml: exact versions with hashes, no registry's address."""

import subprocess

from .console import ROOT, StepFailed, run_command, say

UV = ROOT / ".uv" / "bin" / "uv"
# Each set is held to the versions of the one before it: what is tested is what runs.
SETS = {"run": ("embeddings",), "local": ("embeddings", "local"), "dev": ("embeddings", "local", "dev")}


def main() -> int:
    """Compile the sets in order; packages keep their versions unless pyproject.toml asks for others."""
    for name, extras in SETS.items():
        say(f"requirements/{name}.txt")
        command = [str(UV), "pip", "compile", "pyproject.toml", "--quiet", "--universal", "--generate-hashes"]
        command += ["--no-emit-index-url", "--no-header", "--output-file", f"requirements/{name}.txt"]
        for extra in extras:
            command += ["--extra", extra]
        if name != "run":
            command += ["--constraint", "requirements/run.txt"]
        if subprocess.run(command, cwd=ROOT, check=False).returncode:
            raise StepFailed(f"requirements/{name}.txt was not written.", "Read uv's message above.")
    return 0


if __name__ == "__main__":
    run_command(main)
