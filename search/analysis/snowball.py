"""Snowball's stemmers. Each holds the word that it works on in itself, so threads must not share one."""

import threading
from collections.abc import Callable

import snowballstemmer


class _OfThread(threading.local):
    """One stemmer for each thread that asks."""

    def __init__(self, algorithm: str) -> None:
        self.stem: Callable[[str], str] = snowballstemmer.stemmer(algorithm).stemWord


def stemmer(algorithm: str) -> Callable[[str], str]:
    """A function from word to stem that any number of threads may call at once."""
    of_thread = _OfThread(algorithm)
    return lambda word: of_thread.stem(word)
