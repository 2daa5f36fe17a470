"""The examples in docstrings say what is true."""

import doctest
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
OURS = sorted(
    path.relative_to(ROOT)
    for package in ROOT.iterdir()
    if (package / "__init__.py").exists() and package.name != "tests"
    for path in package.rglob("*.py")
    if ">>> " in path.read_text(encoding="utf-8")
)


@pytest.mark.parametrize("path", OURS, ids=str)
def test_the_examples_of_a_module_hold(path: Path) -> None:
    module = import_module(".".join(path.with_suffix("").parts))
    failed, tried = doctest.testmod(module, optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    assert tried > 0
    assert failed == 0
