"""Stemmers under a server with threads."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from search.analysis.snowball import stemmer

WORDS = {
    "english": ["generalisations", "manufacturing", "batteries", "organisational", "drying"] * 400,
    "russian": ["переналадками", "самосвалов", "двигателей", "экономический", "сушка"] * 400,
}


@pytest.fixture
def restless_threads() -> Iterator[None]:
    """Threads that take turns as often as they can."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(interval)


@pytest.mark.usefixtures("restless_threads")
@pytest.mark.parametrize("algorithm", WORDS)
def test_threads_do_not_mix_their_words_up(algorithm: str) -> None:
    stem, words = stemmer(algorithm), WORDS[algorithm]
    expected = [stem(word) for word in words]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _thread: [stem(word) for word in words], range(4)))
    assert found == [expected] * 4
