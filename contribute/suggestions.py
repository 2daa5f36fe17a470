"""Suggestions while typing, as JSON: tags, entries, enterprises."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_GET

from contribute.choices import matching_enterprises, matching_entries
from contribute.views import signed_in
from kb.models import Tag

SHOWN = 10
LEAST = 2


def _typed(request: HttpRequest) -> str:
    return " ".join(request.GET.get("q", "").replace("\0", "").split())[:80]


@signed_in
@require_GET
def tags(request: HttpRequest) -> JsonResponse:
    """Tags that begin with what was typed, then those that contain it."""
    typed = _typed(request).casefold()
    found = Tag.objects.filter(name__contains=typed).values_list("name", flat=True) if typed else []
    ordered = sorted(found[:200], key=lambda name: (not name.startswith(typed), name)) if typed else []
    return JsonResponse({"results": [{"value": name, "label": name} for name in ordered[:SHOWN]]})


@signed_in
@require_GET
def entries(request: HttpRequest) -> JsonResponse:
    """Live entries with the words typed in the title."""
    typed = _typed(request)
    found = matching_entries(typed)[:SHOWN] if len(typed) >= LEAST else []
    results = [
        {
            "value": entry.pk,
            "label": entry.title,
            "note": f"{entry.enterprise.name if entry.enterprise else ''} · {entry.locale.language_code}",
        }
        for entry in found
    ]
    return JsonResponse({"results": results})


@signed_in
@require_GET
def enterprises(request: HttpRequest) -> JsonResponse:
    """Enterprises with what was typed in one of their names."""
    typed = _typed(request)
    found = matching_enterprises(typed)[:SHOWN] if len(typed) >= LEAST else []
    results = [{"value": one.pk, "label": one.name, "note": one.get_country_display()} for one in found]
    return JsonResponse({"results": results})
