"""What search keeps."""

from search.models.attachment_text import AttachmentText
from search.models.document import SearchDocument
from search.models.facet_count import FacetCount
from search.models.gram import GramCount

__all__ = ["AttachmentText", "FacetCount", "GramCount", "SearchDocument"]
