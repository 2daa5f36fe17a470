"""A word of the query as it is written in full, where it was typed without the letters of the reader's language."""

from dataclasses import replace

from search import ranking
from search.analysis import analyse_query, normalise_word, respellings
from search.query import Term


def respelled(term: Term, language: str) -> Term:
    """The word with its spellings in the language, should it have been typed in Russian letters, as synonyms.

    A stop word is one, however it is spelled.
    """
    spellings = (way for word in term.words for way in respellings(normalise_word(word), language))
    found = [way for spelling in spellings for way in analyse_query(spelling, (language,))]
    lexemes = dict.fromkeys(lexeme for way in found for lexeme in sorted(way.lexemes))
    synonyms = [Term((lexeme,), share=ranking.RESPELLED) for lexeme in lexemes if lexeme not in term.lexemes]
    is_stop = term.is_stop or any(way.is_stop for way in found)
    return replace(term, is_stop=is_stop, synonyms=(*term.synonyms, *synonyms)) if found else term


def with_spellings(term: Term) -> Term:
    """The word with its synonyms of one word among its own lexemes."""
    if not term.synonyms:
        return term
    lexemes = (lexeme for way in term.synonyms for lexeme in way.lexemes)
    return replace(term, lexemes=(*term.lexemes, *lexemes), synonyms=())
