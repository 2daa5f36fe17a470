"""The admin's own search (explorer, choosers, lists) with the text analysis of the public one.

It is Wagtail's backend for PostgreSQL, which sees to rights, filters and paging; the lexemes are ours, in the index
and in queries. Name this module in ``WAGTAILSEARCH_BACKENDS``; after a change of the analysis run ``update_index``.
https://docs.wagtail.org/en/stable/topics/search/backends.html
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import F, Model, QuerySet, Value
from modelsearch.backends.database.postgres.postgres import (
    IndexEntry,
    ObjectIndexer,
    PostgresAutocompleteQueryCompiler,
    PostgresIndex,
    PostgresSearchBackend,
    PostgresSearchQueryCompiler,
)
from modelsearch.index import BaseField, RelatedFields
from modelsearch.query import And, Boost, Fuzzy, MatchAll, Not, Or, Phrase, PlainText
from modelsearch.utils import get_content_type_pk
from wagtail.models import Locale

from search.analysis import LANGUAGES, analyse, analyse_query, clean, normalise_word
from search.documents import STRONG_BOOST
from search.query import languages_of, parse, phrase
from search.ranking import WEIGHTS
from search.vectors import GAP, LONGEST_LEXEME, literal

LENGTH_NORM = 1
"""``ts_rank``'s flag that divides by the logarithm of the length."""

type Field = BaseField | RelatedFields
type Text = tuple[BaseField, str, str]

KEY = ["content_type", "object_id"]
TEXTS = ["title", "body", "autocomplete", "title_text", "body_text"]


class Indexer(ObjectIndexer):
    """One object's texts as vectors.

    A page is in the language of its locale. Any other text, such as the title of a picture or an enterprise's name,
    is taken in every language that its letters allow.
    """

    def __init__(self, obj: Model, backend: Any, languages: Mapping[int, str]) -> None:
        super().__init__(obj, backend)
        own = languages.get(getattr(obj, "locale_id", 0) or 0, "")
        self.texts: dict[Field, list[Text]] = {}
        self.languages = (own if own in LANGUAGES else "en",) if own else ()

    def prepare_value(self, value: Any) -> str:
        """Nothing is no text."""
        return "" if value is None else clean(super().prepare_value(value))

    def prepare_field(self, obj: Model, field: Field) -> Iterable[Text]:
        """The texts of a field; those of the object itself are read once, not for each column anew."""
        if obj is not self.obj:
            return self._weighed(obj, field)
        if field not in self.texts:
            self.texts[field] = list(self._weighed(obj, field))
        return self.texts[field]

    def _weighed(self, obj: Model, field: Field) -> Iterator[Text]:
        """As the public search weighs them: a title above a summary, tags above the running text."""
        for found, weight, text in super().prepare_field(obj, field):
            if not isinstance(field, RelatedFields):
                is_title = found.field_name == "title" and obj is self.obj
                weight = "A" if is_title else "B" if (getattr(found, "boost", 0) or 0) >= STRONG_BOOST else "C"
            yield found, weight, text

    def as_vector(self, texts: Iterable[tuple[str, str]], for_autocomplete: bool = False) -> str:
        """The literal of a ``tsvector``.

        Where somebody may still be typing, words stand as they were written, too: the stem of an unfinished word may
        end otherwise than the word begins ("manufacturi").
        """
        found: dict[str, list[tuple[int, str]]] = {}
        before = 0
        for text, weight in texts:
            for language in self.languages or languages_of(text):
                tokens = analyse(text, language)
                for token in tokens:
                    lexemes = {token.lexeme}
                    if for_autocomplete:
                        lexemes.add(normalise_word(text[token.start : token.end]))
                    for lexeme in lexemes:
                        found.setdefault(lexeme[:LONGEST_LEXEME], []).append((before + token.position, weight))
                before += max((token.position for token in tokens), default=0) + GAP
        return literal(found)


class Index(PostgresIndex):
    """The table of Wagtail's index, ``wagtailsearch_indexentry``."""

    def add_items(self, model: type[Model], objs: Sequence[Model]) -> None:
        """Writes the rows of ``objs``."""
        languages = dict(Locale.objects.values_list("pk", "language_code"))
        indexers = [Indexer(obj, self.backend, languages) for obj in objs]
        content_type = get_content_type_pk(model)
        IndexEntry._default_manager.using(self.write_connection.alias).bulk_create(
            [
                IndexEntry(
                    content_type_id=content_type,
                    object_id=indexer.id,
                    **{name: getattr(indexer, name) for name in TEXTS},
                )
                for indexer in indexers
            ],
            update_conflicts=True,
            unique_fields=KEY,
            update_fields=[*TEXTS, "title_norm"],
        )

    def _refresh_title_norms(self, full: bool = False) -> None:
        """Short titles come first by the norm of ``ts_rank``, so no row depends on the length of all others."""


class Lexemes(SearchQuery):
    """A query that is written in the notation of PostgreSQL already.

    As a subquery its value is hidden from the planner, which would otherwise read the whole table, not knowing what
    unpacking a vector costs; like this it goes by the index.
    """

    def __init__(self, notation: str) -> None:
        super().__init__(notation)
        self.notation = notation

    def as_sql(self, *args: Any, **kwargs: Any) -> tuple[str, list[str]]:
        return "(SELECT %s::tsquery)", [self.notation]


class OwnLexemes:
    """What both kinds of queries have in common: the language of the public search, and all words required."""

    LAST_TERM_IS_PREFIX: bool
    query: Any
    queryset: QuerySet[Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sql_weights = WEIGHTS

    def search(self, *args: Any, **kwargs: Any) -> QuerySet[Any]:
        """Where there is no word in the query, nothing is found."""
        query = self.query.subquery if isinstance(self.query, Not) else self.query
        if not isinstance(query, MatchAll | Fuzzy) and not self._notation(self.query):
            return self.queryset.none()
        return super().search(*args, **kwargs)  # type: ignore[misc]

    def build_tsquery_content(self, query: Any, config: None = None, invert: bool = False) -> Lexemes:
        """The query in PostgreSQL's notation, whatever it is put together from."""
        return Lexemes(self._notation(Not(query) if invert else query))

    def build_tsrank(self, vector: Any, query: Any, config: None = None, boost: float = 1.0) -> Any:
        """Among equal hits the shorter text comes first."""
        if isinstance(query, And | Or | Boost):
            return super().build_tsrank(vector, query, config=config, boost=boost)  # type: ignore[misc]
        rank = SearchRank(vector, Lexemes(self._notation(query)), self.sql_weights, normalization=Value(LENGTH_NORM))
        return rank * boost

    def get_fields_vectors(self, search_query: Any) -> list[tuple[F, float]]:
        """A search in certain fields; the index does not tell them apart."""
        return self.get_index_vectors(search_query)  # type: ignore[attr-defined]

    def _notation(self, query: Any) -> str:
        if isinstance(query, PlainText):
            return self._words(query)
        if isinstance(query, Phrase):
            text = clean(query.query_string)
            return phrase(analyse_query(text, languages_of(text)))
        if isinstance(query, Boost):
            return self._notation(query.subquery)
        if isinstance(query, Not):
            unwanted = self._notation(query.subquery)
            return f"!({unwanted})" if unwanted else ""
        if isinstance(query, And | Or):
            operator = " & " if isinstance(query, And) else " | "
            return operator.join(f"({part})" for part in map(self._notation, query.subqueries) if part)
        raise NotImplementedError(f"A {type(query).__name__} cannot be part of another query.")

    def _words(self, query: PlainText) -> str:
        understood = parse(query.query_string, unfinished=self.LAST_TERM_IS_PREFIX)
        operator = " & " if query.operator == "and" else " | "
        words = operator.join(f"({term.tsquery})" for term in understood.weighty if not term.is_whole)
        return " & ".join(f"({part})" for part in (words, understood.restrictions) if part)


class QueryCompiler(OwnLexemes, PostgresSearchQueryCompiler):
    """A search for whole words."""

    fields: Iterable[str]

    def get_fields_vectors(self, search_query: Any) -> list[tuple[F, float]]:
        """The index tells the title from everything else."""
        columns = {"title" if name == "title" else "body" for name in self.fields}
        return [(F(f"index_entries__{column}"), 1.0) for column in ("title", "body") if column in columns]


class AutocompleteQueryCompiler(OwnLexemes, PostgresAutocompleteQueryCompiler):
    """A search while somebody types."""


class SearchBackend(PostgresSearchBackend):
    """What ``WAGTAILSEARCH_BACKENDS`` looks for in this module."""

    query_compiler_class = QueryCompiler
    autocomplete_query_compiler_class = AutocompleteQueryCompiler
    index_class = Index
