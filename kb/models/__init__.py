"""The knowledge base's models; each file is about one thing."""

from kb.models.article import ArticlePage
from kb.models.case_study import CaseStudyPage
from kb.models.confirmation import ConfirmationRequest
from kb.models.enterprise import Enterprise, EnterpriseKind, EnterpriseSize, Membership
from kb.models.entry import EntryPage
from kb.models.glossary import Concept, ConceptLabel, LoadedConcept
from kb.models.media import KbDocument, KbImage, KbRendition, Licence
from kb.models.rendering import RenderedEntry
from kb.models.restrictions import OPEN_TO_ALL, AnyRestriction, RestrictionsRead, open_to_all
from kb.models.review import ReviewState, ReviewTask
from kb.models.reviewers import ReviewerProfile
from kb.models.rows import (
    CostItem,
    Currency,
    EntryAttachment,
    EntryAuthor,
    EntryReference,
    IndicatorRow,
    Lesson,
    RelatedEntry,
    Row,
    StandardReference,
)
from kb.models.taxonomy import AlternativeLabel, EntryTag, Indicator, Tag, TagRedirect, TechnologyArea
from kb.models.technology import ReadinessStage, TechnologyPage, readiness_stage
from kb.models.type_rows import (
    Equipment,
    ImplementationStep,
    IprDocument,
    PracticeStep,
    RepeatUse,
    TechnicalParameter,
)

__all__ = [
    "OPEN_TO_ALL",
    "AlternativeLabel",
    "AnyRestriction",
    "ArticlePage",
    "CaseStudyPage",
    "Concept",
    "ConceptLabel",
    "ConfirmationRequest",
    "CostItem",
    "Currency",
    "Enterprise",
    "EnterpriseKind",
    "EnterpriseSize",
    "EntryAttachment",
    "EntryAuthor",
    "EntryPage",
    "EntryReference",
    "EntryTag",
    "Equipment",
    "ImplementationStep",
    "Indicator",
    "IndicatorRow",
    "IprDocument",
    "KbDocument",
    "KbImage",
    "KbRendition",
    "Lesson",
    "Licence",
    "LoadedConcept",
    "Membership",
    "PracticeStep",
    "ReadinessStage",
    "RelatedEntry",
    "RenderedEntry",
    "RepeatUse",
    "RestrictionsRead",
    "ReviewState",
    "ReviewTask",
    "ReviewerProfile",
    "Row",
    "StandardReference",
    "Tag",
    "TagRedirect",
    "TechnicalParameter",
    "TechnologyArea",
    "TechnologyPage",
    "open_to_all",
    "readiness_stage",
]
