"""Public lists that are no pages of the tree: areas, enterprises, tags; and what robots read."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Page
from wagtail.models.pages import RouteResult
from wagtail.views import serve

from home.enterprises import enterprise_list
from home.models import HomePage, SectionPage
from home.navigation import Link, current_language, list_link
from home.overview import area_tree, counts
from home.results import entries_for, wants_part
from kb.models import AnyRestriction, Enterprise, Tag, TagRedirect, TechnologyArea
from prepared.marks import AREAS, ENTERPRISES, counts_mark, list_mark, mark, profile_mark
from prepared.shown import may_keep, shows


@require_safe
def areas(request: HttpRequest) -> HttpResponse:
    """The tree of technology areas with the number of entries in each."""
    language = current_language()
    tree = area_tree(counts(language, "area"))
    may_keep(request, AREAS, counts_mark(language, "area"))
    return render(request, "home/areas.html", {"title": _("Technology areas"), "crumbs": [], "tree": tree})


@require_safe
def area(request: HttpRequest, slug: str) -> HttpResponse:
    """The entries of an area and its narrower areas; a merged area leads to the one that took its place."""
    found = get_object_or_404(TechnologyArea.objects.select_related("merged_into", "parent"), slug=slug)
    if found.merged_into:
        return HttpResponsePermanentRedirect(reverse("area", args=[found.merged_into.slug]))
    language = current_language()
    crumbs = [list_link("areas/")]
    narrower: list[Any] = []
    if found.parent:
        crumbs.append(Link(found.parent.name, found.parent.get_absolute_url()))
        shows(request, [mark(found.parent)])
    elif not wants_part(request):
        tree = area_tree(counts(language, "area"))
        shows(request, [AREAS, counts_mark(language, "area")])
        narrower = next((node.narrower for node in tree if node.code == found.code), [])
    also = found.alternative_labels.filter(language=language).values_list("text", flat=True)
    context = {
        "title": found.name,
        "description": _("Technologies, case studies and best practices: %(area)s") % {"area": found.name},
        "crumbs": crumbs,
        "area": found,
        "narrower": narrower,
        "also_called": ", ".join(also) if not wants_part(request) else "",
    }
    may_keep(request, mark(found))
    return _list_page(request, "home/area.html", context, list_mark(language, "area", found.pk), area=slug)


@require_safe
def enterprises(request: HttpRequest) -> HttpResponse:
    """All enterprises, chosen by country, region and kind."""
    found = enterprise_list(request.GET, request.path)
    may_keep(request, ENTERPRISES, counts_mark(current_language(), "enterprise"))
    context = {
        "title": _("Enterprises"),
        "crumbs": [],
        "listing": found.listing,
        "enterprises": found.enterprises,
        "choices": found.choices,
    }
    return render(request, "home/enterprises.html", context)


@require_safe
def enterprise(request: HttpRequest, slug: str) -> HttpResponse:
    """The profile of an enterprise with its pages."""
    found = get_object_or_404(Enterprise, slug=slug)
    languages = [str(get_language_info(code)["name_translated"]) for code in found.languages]
    facts = [
        (_("Region"), found.get_region_display()),
        (_("Kind"), found.get_kind_display()),
        (_("Size"), found.get_size_display()),
        (_("UNP") if found.country == "BY" else _("BIN"), found.tax_id),
        (_("Activity code"), found.activity_code),
        (_("Languages of correspondence"), ", ".join(languages)),
    ]
    context = {
        "title": found.name,
        "description": found.products[:200],
        "crumbs": [list_link("enterprises/")],
        "enterprise": found,
        "facts": [(label, value) for label, value in facts if value],
        "website_name": found.website.removeprefix("https://").removeprefix("http://").rstrip("/"),
    }
    may_keep(request, mark(found), profile_mark(found.pk))
    of = list_mark(current_language(), "enterprise", found.pk)
    return _list_page(request, "home/enterprise.html", context, of, enterprise=slug)


@require_safe
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    """The entries with a tag; the address of a merged tag leads to the one that took its place."""
    found = Tag.objects.filter(slug=slug).first()
    if found is None:
        moved = TagRedirect.objects.select_related("tag").filter(slug=slug).first()
        if moved is None:
            raise Http404
        return HttpResponsePermanentRedirect(moved.tag.get_absolute_url())
    context = {
        "title": found.name,
        "description": _("Entries with the tag “%(tag)s”.") % {"tag": found.name},
        "crumbs": [],
        "tag": found,
    }
    may_keep(request, mark(found))
    return _list_page(request, "home/tag.html", context, list_mark(current_language(), "tag", found.pk), tag=slug)


def _list_page(request: HttpRequest, template: str, context: dict[str, Any], of: str, **fixed: str) -> HttpResponse:
    """A page around the list of entries that have the facet values ``fixed``, or the list alone for htmx."""
    context["results"] = entries_for(request, of, **fixed)
    response = render(request, "search/_results.html" if wants_part(request) else template, context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_safe
def first_page(request: HttpRequest) -> HttpResponse:
    """The home page of a language."""
    return _serve(request, HomePage, "")


@require_safe
def section(request: HttpRequest, slug: str) -> HttpResponse:
    """The list of all entries of a type, or another page right below the first one."""
    return _serve(request, SectionPage, f"{slug}/")


def _serve(request: HttpRequest, model: type[Page], path: str) -> HttpResponse:
    """As Wagtail serves a page, but a ``model`` is found by its address in one query; others go Wagtail's own way."""
    live = model.objects.live().annotate(site_has_restrictions=AnyRestriction())
    page = live.filter(url_path=request.path_info).first()
    if page is not None:
        # Where Page.route_for_request keeps what it found.
        request._wagtail_route_for_request = RouteResult(page)  # type: ignore[attr-defined]
    return serve(request, path)
