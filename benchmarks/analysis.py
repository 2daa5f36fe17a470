"""How fast the analysers read running text, beside Snowball's Russian stemmer in the same run.

``python -m benchmarks.analysis`` prints, for each language, words a second of

    stems      the stemmer alone, with its cache, on words that are normalised already
    analysis   all that the index does with a text: words cut, normalised, stemmed, with positions and offsets

and the ratio of each to what ``snowballstemmer`` does with the Russian words, which come to it cut and in small
letters. The running texts are those of the demonstration entries, each read once. Caches are empty when a round
begins, so the shorter a text, the less they help; rounds of all take turns, and the best of each counts, so that other
load on the machine matters little. The last line is one JSON object.
"""

import argparse
import json
import time
from collections.abc import Callable, Iterable
from functools import partial

import snowballstemmer

from benchmarks.texts import of_demonstration
from search.analysis import LANGUAGES, analyse, designations, normalise, units
from search.analysis.languages import ANALYSERS
from search.analysis.normalise import normalise_word
from search.analysis.tokenise import find_units

ROUNDS = 9
# The names of the languages' own caches, for a round is to begin without them.
CACHED = (
    *(analyser.stem for analyser in ANALYSERS.values()), normalise.normalise_word, designations.keys,
    units._analyse_often,
)  # fmt: skip


def words(texts: Iterable[str]) -> list[str]:
    """The words of the texts, normalised."""
    return [normalise_word(unit[0]) for text in texts for unit in find_units(text)]


def _each(function: Callable[[str], object], given: Iterable[str]) -> None:
    for one in given:
        function(one)


def _seconds(run: Callable[[], object]) -> float:
    for cached in CACHED:
        cached.cache_clear()  # type: ignore[attr-defined]
    started = time.process_time()
    run()
    return time.process_time() - started


def measure(rounds: int) -> dict[str, dict[str, float]]:
    """Words a second of each thing measured, and the ratio to Snowball's."""
    runs: dict[str, Callable[[], object]] = {}
    lengths: dict[str, int] = {}
    for language in LANGUAGES:
        running = list(of_demonstration(language))
        cut = words(running)
        if language == "ru":
            runs["snowball"] = partial(_each, snowballstemmer.stemmer("russian").stemWord, cut)
            lengths["snowball"] = len(cut)
        runs[f"{language} stems"] = partial(_each, ANALYSERS[language].stem, cut)
        runs[f"{language} analysis"] = partial(_each, partial(analyse, language=language), running)
        lengths |= dict.fromkeys((f"{language} stems", f"{language} analysis"), len(cut))
    best: dict[str, float] = {}
    for _round in range(rounds):
        for name, run in runs.items():
            seconds = _seconds(run)
            best[name] = min(seconds, best.get(name, seconds))
    speeds = {name: lengths[name] / seconds for name, seconds in best.items()}
    return {
        name: {"words_per_second": round(speed), "ratio": round(speed / speeds["snowball"], 2)}
        for name, speed in speeds.items()
    }


def main() -> None:
    """Prints a table and, as the last line, one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    options = parser.parse_args()
    figures = measure(options.rounds)
    print(f"{'':<16}{'words a second':>16}{'to Snowball':>14}")
    for name, seen in figures.items():
        print(f"{name:<16}{seen['words_per_second']:>16,.0f}{seen['ratio']:>14.2f}")
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
