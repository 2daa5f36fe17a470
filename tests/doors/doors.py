"""Every address by which an entry, its draft, its files or its title could be reached."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

SECRET = "Никелирование валов"
FILE_TITLE = "Протокол никелирования"
PICTURE_TITLE = "Ванна никелирования"
CONTENT = "состав электролита"


@dataclass(frozen=True)
class Case:
    """A draft in review with a file and a picture, as ids."""

    draft: int
    revision: int
    first_revision: int
    review: int
    task: int
    workflow_state: int
    document: int
    document_url: str
    image: int
    section: int
    public_path: str


@dataclass(frozen=True)
class Door:
    """One address; it is open to those whom it shows any of the secrets."""

    name: str
    address: Callable[[Case], str]


def _page(view: str, *more: str) -> Callable[[Case], str]:
    return lambda case: reverse(f"wagtailadmin_pages:{view}", args=[case.draft, *(getattr(case, m) for m in more)])


def _named(name: str, *ids: str, query: str = "") -> Callable[[Case], str]:
    return lambda case: reverse(name, args=[getattr(case, one) for one in ids]) + query.format(case=case)


def _plain(text: str) -> Callable[[Case], str]:
    return lambda case: text.format(case=case)


DOORS = (
    Door("public page", _plain("{case.public_path}")),
    Door("versions", _plain("{case.public_path}versions/")),
    Door("list of the section", _plain("/ru/technologies/")),
    Door("search", _plain("/ru/search/?q=никелирование")),
    Door("suggestions", _plain("/ru/search/suggest/?q=никел")),
    Door("feed", _plain("/ru/feed/")),
    Door("sitemap", _plain("/sitemap-pages.xml")),
    Door("file of the draft", _plain("{case.document_url}")),
    Door("enterprise's page", _plain("/ru/enterprises/minsk-plant/")),
    Door("contribute: form", _named("contribute:edit", "draft")),
    Door("contribute: preview", _named("contribute:preview", "draft")),
    Door("contribute: my pages", _named("contribute:dashboard")),
    Door("contribute: suggested entries", _plain("/ru/contribute/suggest/entries/?q=никел")),
    Door("contribute: similar pages", _plain("/ru/contribute/suggest/similar/?title=никелирование")),
    Door("work: reviews", _plain("/ru/work/?show=free")),
    Door("work: my country", _plain("/ru/work/?show=country")),
    Door("work: assign", _named("work:assign", "review")),
    Door("admin: first page", _named("wagtailadmin_home")),
    Door("admin: editor", _page("edit")),
    Door("admin: preview while editing", _page("preview_on_edit")),
    Door("admin: draft", _page("view_draft")),
    Door("admin: preview for review", _page("workflow_preview", "task")),
    Door("admin: history", _page("history")),
    Door("admin: reviews of the page", _page("workflow_history")),
    Door("admin: one review", _page("workflow_history_detail", "workflow_state")),
    Door("admin: revision", _page("revisions_view", "revision")),
    Door("admin: revert", _page("revisions_revert", "revision")),
    Door("admin: comparison", _page("revisions_compare", "first_revision", "revision")),
    Door("admin: delete", _page("delete")),
    Door("admin: move", _page("move")),
    Door("admin: confirmation of a move", _page("move_confirm", "section")),
    Door("admin: copy", _page("copy")),
    Door("admin: unpublish", _page("unpublish")),
    Door("admin: usage", _page("usage")),
    Door("admin: privacy", _page("set_privacy")),
    Door("admin: dialog of a return", lambda case: reverse("wagtailadmin_pages:workflow_action",
         args=[case.draft, "reject", case.review])),
    Door("admin: explorer of the section", _named("wagtailadmin_explore", "section")),
    Door("admin: explorer of the entry", _named("wagtailadmin_explore", "draft")),
    Door("admin: table of the explorer of the entry", _plain("/admin/pages/{case.draft}/results/")),
    Door("admin: search of pages", _plain("/admin/pages/search/?q=никелирование")),
    Door("admin: list of entries", _named("entries:index")),
    Door("admin: chooser", _named("wagtailadmin_choose_page_child", "section")),
    Door("admin: chooser's search", _named("wagtailadmin_choose_page_search", query="?q=никелирование")),
    Door("admin: chooser below the entry", _named("wagtailadmin_choose_page_child", "draft")),
    Door("admin: chosen pages", _named("wagtailadmin_choose_page_chosen_multiple", query="?id={case.draft}")),
    Door("admin: bulk deletion", _plain("/admin/bulk/wagtailcore/page/delete/?id={case.draft}&next=/admin/")),
    Door("admin: bulk move", _plain("/admin/bulk/wagtailcore/page/move/?id={case.draft}&next=/admin/")),
    Door("admin: bulk publication of all",
         _plain("/admin/bulk/wagtailcore/page/publish/?id=all&childOf={case.section}&next=/admin/")),
    Door("admin: translation", _named("simple_translation:submit_page_translation", "draft")),
    Door("admin: report of workflows", _named("wagtailadmin_reports:workflow")),
    Door("admin: report of tasks", _named("wagtailadmin_reports:workflow_tasks")),
    Door("admin: exported tasks", _named("wagtailadmin_reports:workflow_tasks", query="?export=csv")),
    Door("admin: site history", _named("wagtailadmin_reports:site_history")),
    Door("admin: locked pages", _named("wagtailadmin_reports:locked_pages")),
    Door("admin: aging pages", _named("wagtailadmin_reports:aging_pages")),
    Door("admin: page types", _named("wagtailadmin_reports:page_types_usage")),
    Door("admin: pages of the type",
         lambda case: reverse("wagtailadmin_pages:type_use", args=["kb", "technologypage"])),
    Door("admin: images", _named("wagtailimages:index")),
    Door("admin: image", _named("wagtailimages:edit", "image")),
    Door("admin: chooser of images", _named("wagtailimages_chooser:choose")),
    Door("admin: chosen image", _named("wagtailimages_chooser:chosen", "image")),
    Door("admin: chosen images", _named("wagtailimages_chooser:chosen_multiple", query="?id={case.image}")),
    Door("admin: usage of the image", _named("wagtailimages:image_usage", "image")),
    Door("admin: documents", _named("wagtaildocs:index")),
    Door("admin: document", _named("wagtaildocs:edit", "document")),
    Door("admin: chooser of documents", _named("wagtaildocs_chooser:choose")),
    Door("admin: chosen document", _named("wagtaildocs_chooser:chosen", "document")),
    Door("admin: chosen documents", _named("wagtaildocs_chooser:chosen_multiple", query="?id={case.document}")),
    Door("admin: usage of the document", _named("wagtaildocs:document_usage", "document")),
    Door("admin: bulk deletion of documents",
         _plain("/admin/bulk/kb/kbdocument/delete/?id={case.document}&next=/admin/")),
    Door("admin: bulk deletion of images", _plain("/admin/bulk/kb/kbimage/delete/?id={case.image}&next=/admin/")),
    Door("admin: API of pages", _plain("/admin/api/main/pages/{case.draft}/")),
    Door("admin: API of images", _plain("/admin/api/main/images/{case.image}/")),
    Door("admin: API of documents", _plain("/admin/api/main/documents/{case.document}/")),
    Door("public API v2", _plain("/api/v2/pages/{case.draft}/")),
    Door("public API v3", _plain("/api/v3/pages/{case.draft}/")),
)  # fmt: skip
