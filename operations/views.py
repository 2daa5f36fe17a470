"""The address that Prometheus reads."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4

from operations import metrics


@never_cache
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """All figures, for whoever brings ``METRICS_TOKEN`` (``Authorization: Bearer …``, RFC 6750); 403 for others."""
    expected = f"Bearer {settings.METRICS_TOKEN}"
    if not settings.METRICS_TOKEN or not constant_time_compare(request.headers.get("Authorization", ""), expected):
        return HttpResponseForbidden()
    return HttpResponse(metrics.text(), content_type=CONTENT_TYPE_PLAIN_0_0_4)
