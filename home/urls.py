"""Addresses of the lists that are no pages of the tree; all below a language prefix."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from home import views
from home.feeds import feed


class PlainTextConverter(StringConverter):
    """A part of an address without control characters, of which PostgreSQL takes no NUL."""

    regex = r"[^/\x00-\x1f\x7f]+"


register_converter(PlainTextConverter, "text")

urlpatterns = [
    path("feed/", feed, name="feed"),
    path("areas/", views.areas, name="areas"),
    path("areas/<slug:slug>/", views.area, name="area"),
    path("enterprises/", views.enterprises, name="enterprises"),
    path("enterprises/<slug:slug>/", views.enterprise, name="enterprise"),
    path("tags/<text:slug>/", views.tag, name="tag"),
]
