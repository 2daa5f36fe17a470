"""Which of the entries that are near by their meaning are found by it, whatever words they have."""

from search.dense.neighbours import Neighbour
from search.grams import Letters
from search.scale import scaled


def choose(near: list[Neighbour], letters: Letters, most: int) -> tuple[int, ...]:
    """The pages of the ``most`` that are the best by meaning and letters together.

    Letters tell which of the near ones speak of the very thing: cognates and names look alike in the four languages.
    """
    by_meaning = scaled(each.nearness for each in near)
    by_letters = scaled(letters.score(each.skeleton) for each in near)
    worth = {each.page_id: sum(both) for each, *both in zip(near, by_meaning, by_letters, strict=True)}
    return tuple(sorted(worth, key=lambda page_id: -worth[page_id])[:most])
