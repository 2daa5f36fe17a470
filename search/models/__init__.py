"""What search keeps."""

from search.models.document import SearchDocument
from search.models.facet_count import FacetCount

__all__ = ["FacetCount", "SearchDocument"]
