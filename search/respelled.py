"""A word of the query as it is written in full, where it was typed without the letters of the reader's language."""

import re
from collections.abc import Mapping
from dataclasses import replace

from search import ranking
from search.analysis import analyse_query, normalise_word, respellings
from search.query import Query, Term

_WORD = re.compile(r"\w+")


def respelled(term: Term, language: str) -> Term:
    """The word with its spellings in the language, should it have been typed in Russian letters, as synonyms.

    A stop word is one, however it is spelled.
    """
    ways: dict[str, Term] = {}
    is_stop = term.is_stop
    for spelling in (way for word in term.words for way in respellings(normalise_word(word), language)):
        for found in analyse_query(spelling, (language,)):
            is_stop = is_stop or found.is_stop
            for lexeme in sorted(found.lexemes.difference(term.lexemes)):
                ways.setdefault(lexeme, Term((lexeme,), words=(spelling,), share=ranking.RESPELLED))
    return replace(term, is_stop=is_stop, synonyms=(*term.synonyms, *ways.values()))


def with_spellings(term: Term) -> Term:
    """The word with its synonyms of one word among its own lexemes."""
    if not term.synonyms:
        return term
    lexemes = (lexeme for way in term.synonyms for lexeme in way.lexemes)
    return replace(term, lexemes=(*term.lexemes, *lexemes), synonyms=())


def as_written(query: Query, frequencies: Mapping[Term, int]) -> str:
    """The words of the query in their order, each in the spelling of which most entries have a form."""
    spellings: dict[str, str] = {}
    for term in query.weighty:
        ways = {way.words[0]: frequencies[way] for way in term.synonyms if way.words}
        commonest = max(ways, key=lambda way: ways[way], default="")
        if commonest and ways[commonest] > frequencies[term]:
            spellings |= dict.fromkeys(term.words, commonest)
    return _WORD.sub(lambda word: spellings.get(word[0], word[0]), query.meant)
