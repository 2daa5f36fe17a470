"""Signed links in letters: what they name, and how long they are good for."""

from datetime import timedelta

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.core import signing
from django.urls import reverse

from accounts.models import User
from membership.models import Application, Invitation
from notifications.languages import in_reader_language

CONFIRM_WITHIN = timedelta(days=3)
ANSWER_WITHIN = timedelta(days=14)
_APPLICATION, _INVITATION = "membership.application", "membership.invitation"


def confirm_path(application: Application) -> str:
    """Where the applicant confirms the e-mail address."""
    token = signing.dumps(application.pk, salt=_APPLICATION)
    return in_reader_language(reverse("membership:confirm", args=[token]))


def application_of(token: str) -> Application | None:
    """The application that ``token`` names, unless it was changed, is too old or is gone."""
    number = _number(token, _APPLICATION, CONFIRM_WITHIN)
    return Application.objects.filter(pk=number).first() if number else None


def invitation_path(invitation: Invitation) -> str:
    """Where the person invited answers."""
    # With the time of sending, so that one sent anew replaces the older letter.
    token = signing.dumps([invitation.pk, invitation.sent_at.isoformat()], salt=_INVITATION)
    return in_reader_language(reverse("membership:invitation", args=[token]))


def invitation_of(token: str) -> Invitation | None:
    """The open invitation that ``token`` names, unless it was changed, is too old, answered or taken back."""
    try:
        number, sent = signing.loads(token, salt=_INVITATION, max_age=ANSWER_WITHIN)
    except (signing.BadSignature, ValueError):
        return None
    open_ones = Invitation.objects.filter(pk=number, state=Invitation.State.SENT)
    invitation = open_ones.select_related("enterprise", "invited_by").first()
    return invitation if invitation and invitation.sent_at.isoformat() == sent else None


def password_path(user: User) -> str:
    """Where somebody without a password chooses one; good as long as those of the password reset."""
    arguments = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return in_reader_language(reverse("account_reset_password_from_key", kwargs=arguments))


def _number(token: str, salt: str, max_age: timedelta) -> int | None:
    try:
        return int(signing.loads(token, salt=salt, max_age=max_age))
    except (signing.BadSignature, ValueError):
        return None
