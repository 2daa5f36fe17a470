"""Answers when something went wrong on our side: they ask neither the database nor the session."""

from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.utils.translation import override

from home.navigation import LANGUAGE_NAMES, current_language


def server_error(request: HttpRequest) -> HttpResponse:
    """Says in the language of the address that the site is to blame."""
    code = request.path_info.lstrip("/").partition("/")[0]
    language = code if code in LANGUAGE_NAMES else current_language()
    with override(language):
        text = loader.get_template("500.html").render({"language": language})
    return HttpResponse(text, status=500)
