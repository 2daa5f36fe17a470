"""Made-up entries and questions in four languages, always the same ones, with the word frequencies of real texts.

The vocabulary of a language is its stop words, the stems of the demonstration content, and some 40,000 words put
together from the beginning of one such stem and the end of another; each takes the endings of its language, which the
analysers and Snowball reduce as they do with real words. Running words follow Zipf's law as Mandelbrot put it: the
commonest of them stands in some 30 % of the pages of its language, most in fewer than one of a thousand. About 20
words of a page are its own topic, drawn evenly and repeated; its title is made of them, and of one designation.
"""

import random
import re
import tomllib
from bisect import bisect
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
SHARES = {"ru": 8, "be": 3, "kk": 4, "en": 5}  # of 20 pages
WORDS = 40_000
FLATTEST, STEEPNESS = 150, 1.1
STOP_SHARE = 0.28
RUNNING, TOPICS, SUMMARY, PARAGRAPH = 300, 20, 25, 40
COMMON = 400
KINDS = ("rare", "common", "mixed")
LONGEST_QUERY = 6

ENDINGS = {
    "ru": ("", "а", "у", "ом", "е", "ы", "ов", "ам", "ами", "ах"),
    "be": ("", "а", "у", "ам", "е", "ы", "аў", "амі", "ах"),
    "en": ("", "", "s", "ing", "ed"),
}
KAZAKH_ENDINGS = {
    "back": ("", "лар", "дың", "ға", "ды", "да", "дан", "лардың", "ларда"),
    "front": ("", "лер", "дің", "ге", "ді", "де", "ден", "лердің", "лерде"),
}
_FRONT = frozenset("әеіөүи")
_WORD = re.compile(r"[^\W\d_]{4,}")


class Page(NamedTuple):
    """A page, and which of its words are rare and which are common."""

    language: str
    title: str
    summary: str
    paragraphs: list[str]
    rare: list[int]
    common: list[int]


class Question(NamedTuple):
    """What somebody types, in which language, and what sort of words it is made of."""

    text: str
    language: str
    kind: str


class Vocabulary:
    """The words of one language by rank, and the forms that they take."""

    def __init__(self, language: str) -> None:
        self.language = language
        stop_words = ROOT / "search" / "analysis" / "stopwords" / f"{language}.txt"
        lines = stop_words.read_text(encoding="utf-8").splitlines()
        self.stop_words = [word for line in lines if not line.startswith("#") for word in line.split()]
        self.stems = _stems(language)
        self._sums = list(accumulate((rank + FLATTEST) ** -STEEPNESS for rank in range(len(self.stems))))

    def draw(self, chance: random.Random) -> int:
        """A running word, by its frequency."""
        return bisect(self._sums, chance.random() * self._sums[-1])

    def form(self, word: int, chance: random.Random) -> str:
        """Any form of a word."""
        stem = self.stems[word]
        if self.language != "kk":
            endings = ENDINGS[self.language]
        else:
            vowels = [letter for letter in stem if letter in "аоұыәеіөүиу"]
            endings = KAZAKH_ENDINGS["front" if vowels and vowels[-1] in _FRONT else "back"]
        return stem + endings[int(chance.random() * len(endings))]


def page(number: int) -> Page:
    """The page of that number."""
    language = _language(number)
    vocabulary, chance = _vocabulary(language), random.Random(number)  # noqa: S311
    topics = [int(chance.random() * len(vocabulary.stems)) for _topic in range(TOPICS)]
    common = []
    words = []
    for _place in range(RUNNING):
        if chance.random() < STOP_SHARE:
            words.append(vocabulary.stop_words[int(chance.random() ** 2 * len(vocabulary.stop_words))])
            continue
        word = vocabulary.draw(chance)
        if word < COMMON:
            common.append(word)
        words.append(vocabulary.form(word, chance))
    for topic in topics:
        for _time in range(chance.randint(1, 3)):
            words[int(chance.random() * len(words))] = vocabulary.form(topic, chance)
    title = [vocabulary.form(topic, chance) for topic in topics[: chance.randint(3, 6)]]
    summary = [vocabulary.form(topic, chance) for topic in topics[:8]] + words[: SUMMARY - 8]
    designation = "".join(chance.choice("АБВГКМНПРСТ") for _letter in range(3))
    title.append(f"{designation}-{chance.randint(10, 9_999)}")
    return Page(language, _sentence(title)[:-1], _sentence(summary), list(_paragraphs(words)), topics, common)


def of_demonstration(language: str) -> Iterator[str]:
    """All texts of the demonstration entries in the language."""
    for path in sorted((ROOT / "kb" / "data" / "demo" / "entries").glob("*.toml")):
        yield from _texts(tomllib.loads(path.read_text(encoding="utf-8")).get(language, {}))


def questions(count: int, pages: int) -> list[Question]:
    """Questions of one to six words that one of the first ``pages`` pages has, in any of their forms."""
    return [_question(number, pages) for number in range(count)]


def _question(number: int, pages: int) -> Question:
    chance = random.Random(f"question {number}")  # noqa: S311
    kind, length = KINDS[number % len(KINDS)], 1 + number // len(KINDS) % LONGEST_QUERY
    about = page(chance.randrange(pages))
    vocabulary = _vocabulary(about.language)
    common = about.common or [chance.randrange(COMMON)]
    of_kind = {"rare": [about.rare] * length, "common": [common] * length}
    sources = of_kind.get(kind) or [(about.rare, common)[place % 2] for place in range(length)]
    words = [vocabulary.form(chance.choice(source), chance) for source in sources]
    return Question(" ".join(words), about.language, kind)


def _language(number: int) -> str:
    place = number % sum(SHARES.values())
    return next(language for language, end in zip(SHARES, accumulate(SHARES.values()), strict=True) if place < end)


def _sentence(words: list[str]) -> str:
    text = " ".join(words)
    return text[:1].upper() + text[1:] + "."


def _paragraphs(words: list[str]) -> Iterator[str]:
    for start in range(0, len(words), PARAGRAPH):
        chunk = words[start : start + PARAGRAPH]
        yield " ".join(_sentence(chunk[first : first + 12]) for first in range(0, len(chunk), 12))


@cache
def _vocabulary(language: str) -> Vocabulary:
    return Vocabulary(language)


def _stems(language: str) -> list[str]:
    """Real stems by their frequency, and made-up ones after them."""
    found: Counter[str] = Counter()
    for text in of_demonstration(language):
        found.update(_WORD.findall(text.lower()))
    real = list(dict.fromkeys(word[: max(4, len(word) - 2)] for word, _count in found.most_common()))
    chance = random.Random(language)  # noqa: S311
    long = [stem for stem in real if len(stem) >= 5]
    known = dict.fromkeys(real)
    while len(known) < WORDS:
        first, second = chance.choice(long), chance.choice(long)
        known.setdefault(first[: chance.randint(3, 5)] + second[-chance.randint(3, 5) :])
    return list(known)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield re.sub(r"<[^>]+>", " ", value)
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
