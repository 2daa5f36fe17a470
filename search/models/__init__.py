"""What search keeps."""

from search.models.attachment_text import AttachmentText
from search.models.document import SearchDocument
from search.models.facet_count import FacetCount
from search.models.gram import GramCount
from search.models.indexed_word import IndexedWord
from search.models.passage import Passage
from search.models.pin import Pin
from search.models.query_log import ClickCount, QueryCount
from search.models.suggestion import Suggestion

__all__ = [
    "AttachmentText",
    "ClickCount",
    "FacetCount",
    "GramCount",
    "IndexedWord",
    "Passage",
    "Pin",
    "QueryCount",
    "SearchDocument",
    "Suggestion",
]
