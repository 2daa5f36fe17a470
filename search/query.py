"""What a visitor typed -> ``Query``: words, "phrases", -word, OR, prefix*. Nothing that is typed is an error."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from search.analysis import LANGUAGES, QueryTerm, analyse_query, clean, detect_language
from search.analysis.normalise import normalise_word
from search.vectors import quote

LONGEST = 400
MOST_TERMS = 24
SHORTEST_PREFIX = 2

EVERYTHING_BUT = "NOT "
"""Before a condition in tsquery notation: whatever does not fulfil it."""

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»″＂", '"'))
_PIECE = re.compile(r'(?P<minus>(?<!\S)[-−–])?"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+)|"')
_OR = frozenset({"OR", "|", "||", "ИЛИ", "АБО", "НЕМЕСЕ"})
_MINUSES = "-−–"
_EXCLUDED = re.compile(rf"[{_MINUSES}]\D")
"""How a word begins that is not to be there. With a figure after it the minus is one: "насос -40 °C"."""


@dataclass(frozen=True)
class Term:
    """One word of the query: any of its lexemes, or of the lexemes that begin with one of its prefixes, is a match.

    A whole stands for several of its neighbours together ("мтз82"): it makes a hit better and is never required.
    ``words`` is what was typed, for comparing letters. ``phrases`` are lexemes side by side, ``synonyms`` what may
    stand instead of the term and weighs ``share`` of it.
    """

    lexemes: tuple[str, ...]
    prefixes: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    is_stop: bool = False
    is_whole: bool = False
    phrases: tuple[tuple[str, ...], ...] = ()
    synonyms: tuple["Term", ...] = ()
    share: float = 1.0

    @property
    def tsquery(self) -> str:
        """The term in PostgreSQL's notation."""
        return " | ".join([*self.single_words, *map(side_by_side, self.phrases)])

    @property
    def single_words(self) -> list[str]:
        """Its alternatives of one word in PostgreSQL's notation."""
        return [*map(quote, self.lexemes), *(f"{quote(prefix)}:*" for prefix in self.prefixes)]

    @property
    def matching(self) -> str:
        """The term or what may stand instead of it, in PostgreSQL's notation."""
        return " | ".join(found for term in (self, *self.synonyms) if (found := term.tsquery))

    @property
    def matching_alone(self) -> str:
        """The same without what stands side by side: what an index tells without the text."""
        return " | ".join(word for term in (self, *self.synonyms) for word in term.single_words)

    @property
    def all_phrases(self) -> Iterator[tuple[str, ...]]:
        """The lexemes that stand side by side in it or in what may stand instead of it."""
        for term in (self, *self.synonyms):
            yield from term.phrases


def side_by_side(phrase: Iterable[str]) -> str:
    """Lexemes that follow one another, in PostgreSQL's notation."""
    return f"({' <-> '.join(map(quote, phrase))})"


@dataclass(frozen=True)
class Query:
    """A query understood: ``terms`` rank; ``phrases`` must and ``excluded`` must not be there (in tsquery notation)."""

    text: str = ""
    terms: tuple[Term, ...] = ()
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.terms or self.phrases or self.excluded)

    @property
    def meant(self) -> str:
        """The words in their order as they were typed, without operators and what is excluded."""
        return " ".join(self.text[start:end] for start, end in sought_places(self.text))

    @property
    def weighty(self) -> tuple[Term, ...]:
        """The terms that say what is sought; all of them where there are only stop words."""
        return tuple(term for term in self.terms if not term.is_stop) or self.terms

    @property
    def restrictions(self) -> str:
        """What holds for every hit, in tsquery notation; empty where nothing does."""
        return " & ".join([*(f"({phrase})" for phrase in self.phrases), *(f"!({word})" for word in self.excluded)])


# Letters that tell one language from its neighbour leave another one open: і is Kazakh too, and so are и, щ and ъ.
_ALSO = {"be": ("kk",), "ru": ("kk",)}


def languages_of(text: str, reader: str = "") -> tuple[str, ...]:
    """The languages a query could be in by its letters, with the reader's own; one word too many costs little."""
    found = detect_language(text)
    if found is None:
        return LANGUAGES
    also = () if "ў" in text.casefold() else _ALSO.get(found, ())
    return tuple(dict.fromkeys(language for language in (found, *also, reader) if language in LANGUAGES))


def parse(typed: str, reader: str = "", *, unfinished: bool = False) -> Query:
    """The query that a visitor with the interface language ``reader`` typed.

    With ``unfinished`` somebody is still typing, so the last word may be no more than its beginning.
    """
    text = clean(typed[:LONGEST]).strip()
    if len(typed) > LONGEST:
        text = text.rpartition(" ")[0] or text
    if not text:
        return Query()
    languages = languages_of(text, reader)
    terms: list[Term] = []
    phrases: list[str] = []
    excluded: list[str] = []
    pieces = list(_pieces(text.translate(_QUOTES)))
    if unfinished and pieces and pieces[-1][0] == "words":
        before, _, last = pieces.pop()[1].rpartition(" ")
        pieces += [("words", before), ("prefix", last)]
    for operator, piece in pieces:
        if operator == "phrase":
            found = analyse_query(piece, languages)
            terms += _terms(found, piece)
            if wanted := phrase(found):
                phrases.append(wanted)
        elif operator in ("not", "not phrase"):
            if unwanted := phrase(analyse_query(piece, languages)):
                excluded.append(unwanted)
        elif operator == "or":
            terms += _alternatives(piece.split("\n"), languages)
        elif operator == "prefix":
            terms += _begun(piece, languages)
        else:
            terms += _terms(analyse_query(piece, languages), piece)
    return Query(text, tuple(dict.fromkeys(terms))[:MOST_TERMS], tuple(phrases), tuple(excluded))


def sought_places(text: str) -> Iterator[tuple[int, int]]:
    """Where in ``text`` the words and phrases stand that are looked for as they are; no excluded ones, no prefixes."""
    for match in _PIECE.finditer(text.translate(_QUOTES)):
        word = match["word"] or ""
        if match["phrase"] is not None and not match["minus"]:
            yield match.span("phrase")
        elif word and word not in _OR and not _EXCLUDED.match(word) and word[-1] != "*":
            yield match.span("word")


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """What to do, and with what: runs of plain words stay together, for "МТЗ 82" is one thing.

    Alternatives come in one piece, a line each.
    """
    run: list[str] = []
    group: list[str] = []
    joins = False
    for operator, piece in [*_split(text), ("", "")]:
        if operator == "or mark":
            if not group and run:
                group = [run.pop()]
            joins = bool(group)
            continue
        if joins and operator == "words":
            group.append(piece)
            joins = False
            continue
        joins = False
        if group or operator != "words":
            if run:
                yield "words", " ".join(run)
            run = []
        if group:
            yield ("or", "\n".join(group)) if len(group) > 1 else ("words", group[0])
            group = []
        if operator == "words":
            run.append(piece)
        elif operator:
            yield operator, piece


def _split(text: str) -> Iterator[tuple[str, str]]:
    for match in _PIECE.finditer(text):
        word = match["word"]
        if match["phrase"] is not None:
            yield ("not phrase" if match["minus"] else "phrase"), match["phrase"]
        elif word is None:
            continue
        elif word in _OR:
            yield "or mark", ""
        elif _EXCLUDED.match(word):
            yield "not", word[1:]
        elif word[-1] == "*" and len(word.strip("*")) >= SHORTEST_PREFIX:
            yield "prefix", word.strip("*")
        else:
            yield "words", word


def _terms(found: Iterable[QueryTerm], piece: str) -> Iterator[Term]:
    for term in found:
        words = () if term.is_whole else (piece[term.start : term.end],)
        yield Term(tuple(sorted(term.lexemes)), (), words, term.is_stop, term.is_whole)


def _alternatives(words: Sequence[str], languages: Iterable[str]) -> Iterator[Term]:
    lexemes: set[str] = set()
    for word in words:
        found = analyse_query(word, languages)
        whole = [term for term in found if term.is_whole] or found
        lexemes.update(lexeme for term in whole for lexeme in term.lexemes)
    if lexemes:
        yield Term(tuple(sorted(lexemes)), (), tuple(words))


def _begun(beginning: str, languages: Iterable[str]) -> Iterator[Term]:
    """A beginning longer than the stem finds the stem; only the last of several parts is unfinished."""
    found = analyse_query(beginning, languages)
    if not found:
        return
    *before, last = [term for term in found if not term.is_whole] or found
    yield from _terms(before, beginning)
    word = beginning[last.start : last.end]
    yield Term(tuple(sorted(last.lexemes)), (normalise_word(word),), (word,))


def phrase(found: Iterable[QueryTerm]) -> str:
    """Words in their order, in tsquery notation; a whole designation is left to its parts."""
    places: dict[int, set[str]] = {}
    for term in found:
        if not term.is_whole:
            places.setdefault(term.position, set()).update(term.lexemes)
    written, before = "", 0
    for position, lexemes in sorted(places.items()):
        here = "(" + " | ".join(map(quote, sorted(lexemes))) + ")"
        written += f" <{position - before}> {here}" if written else here
        before = position
    return written
