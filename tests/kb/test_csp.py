"""The content security policy is strict for the public, looser in the admin alone."""

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client, RequestFactory

from kb.csp import PathPolicyMiddleware


def policy_of(path: str) -> str:
    middleware = PathPolicyMiddleware(lambda request: HttpResponse())
    return middleware(RequestFactory().get(path)).headers["Content-Security-Policy"]


def test_public_pages_allow_no_inline_script_or_style() -> None:
    assert "unsafe-inline" not in policy_of("/ru/technologies/")


def test_the_admin_may_run_the_inline_scripts_of_wagtail() -> None:
    assert "script-src 'self' 'unsafe-inline'" in policy_of("/admin/pages/3/edit/")


def test_a_public_address_that_only_mentions_the_admin_stays_strict() -> None:
    assert "unsafe-inline" not in policy_of("/ru/search/?q=/admin/")


def test_no_page_may_be_framed_by_another_site() -> None:
    assert "frame-ancestors 'self'" in policy_of("/ru/")
    assert settings.X_FRAME_OPTIONS == "SAMEORIGIN"


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/healthz", "/ru/", "/nowhere"])
def test_no_page_may_ask_for_camera_or_place(client: Client, path: str) -> None:
    forbidden = client.get(path).headers["Permissions-Policy"]
    assert {"camera=()", "geolocation=()", "microphone=()"} <= set(forbidden.split(", "))
