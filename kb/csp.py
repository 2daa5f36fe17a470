"""Content security policy by path: strict for the public, looser where Wagtail's admin needs it."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csp import ContentSecurityPolicyMiddleware


class PathPolicyMiddleware(ContentSecurityPolicyMiddleware):
    """Django's policy middleware, with ``SECURE_CSP_ADMIN`` below ``/admin/``.

    Wagtail's admin still writes inline scripts (wagtail#1288); drop the second policy once it does not.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> Any:
        if request.path_info.startswith("/admin/") and not hasattr(response, "_csp_config"):
            response._csp_config = settings.SECURE_CSP_ADMIN  # type: ignore[attr-defined]
        return super().process_response(request, response)
