"""What somebody sent and could not save: after the session had ended, until that person has signed in again, or while
the page was in review, until it is taken back."""

from allauth.core import ratelimit
from django.http import HttpRequest, QueryDict

KEY = "contribute_kept"
MAX_LENGTH = 400_000


def keep(request: HttpRequest) -> bool:
    """Keeps the form that was sent, without its files.

    False when it is too long for a session, or too many came from the same place: anybody may send one.
    """
    sent = request.POST.urlencode()
    if len(sent) > MAX_LENGTH or not ratelimit.consume(request, action="keep_form"):
        return False
    request.session[KEY] = {"path": request.path, "sent": sent, "had_files": bool(request.FILES)}
    return True


def take_back(request: HttpRequest) -> tuple[QueryDict, bool] | None:
    """The form kept for this page and this person, and whether files were lost with it; it is kept no longer."""
    kept = request.session.get(KEY)
    if not kept or kept["path"] != request.path:
        return None
    del request.session[KEY]
    data = QueryDict(kept["sent"])
    # Another person may have signed in at the same computer.
    return (data, kept["had_files"]) if data.get("writer") == str(request.user.pk) else None
