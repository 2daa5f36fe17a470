"""A query with what its words are called or written otherwise: synonyms, names in other languages, spellings."""

from dataclasses import replace

from search import ranking, synonyms
from search.analysis import lacks_letters
from search.query import Query, Term
from search.respelled import respelled, with_spellings
from search.thesaurus import Expansion

MOST_ALTERNATIVES = 12


def expand(query: Query, reader: str) -> Query:
    """The query with synonyms from the glossary and the technology areas, for a reader of that language.

    What stands for one word may take its place; what stands for several together finds entries by itself. Where nothing
    was typed that is only in the reader's alphabet, the words may be meant as they are written with such letters.
    """
    terms = [respelled(term, reader) for term in query.terms] if lacks_letters(query.text, reader) else [*query.terms]
    more = []
    for found in synonyms.expansions([with_spellings(term) for term in terms], reader):
        span = terms[found.start : found.end]
        synonym = _synonym(found, sum(not term.is_stop and not term.is_whole for term in span))
        if found.end - found.start == 1:
            term = terms[found.start]
            terms[found.start] = replace(term, synonyms=(*term.synonyms, synonym))
        else:
            more.append(Term((), is_whole=True, synonyms=(synonym,)))
    return replace(query, terms=(*terms, *more))


def _synonym(found: Expansion, words: int) -> Term:
    """What stands for several words together weighs as they do."""
    ways = found.alternatives[:MOST_ALTERNATIVES]
    return Term(
        lexemes=tuple(way.words[0] for way in ways if len(way.words) == 1),
        phrases=tuple(way.words for way in ways if len(way.words) > 1),
        share=ranking.AREA if found.is_area else ranking.SYNONYM * max(words, 1),
    )
