"""Signed addresses for people without an account: one to confirm an address, one to follow a contact request."""

from datetime import timedelta

from django.core import signing
from django.urls import reverse
from django.utils.translation import override

from exchange.models import ContactRequest

CONFIRM_WITHIN = timedelta(days=3)
_CONFIRM = signing.TimestampSigner(salt="exchange.confirm")
_FOLLOW = signing.Signer(salt="exchange.follow")


class LinkTooOld(Exception):
    """The link was right once."""


def confirm_url(contact: ContactRequest) -> str:
    """Where the asker confirms the address, in the language that he or she chose."""
    with override(contact.language):
        return reverse("exchange:confirm", args=[_CONFIRM.sign(_plain(contact))])


def follow_url(contact: ContactRequest) -> str:
    """Where the asker reads the answers and replies."""
    with override(contact.language):
        return reverse("exchange:follow", args=[_FOLLOW.sign(_plain(contact))])


def to_confirm(token: str) -> ContactRequest | None:
    """The request that ``token`` of ``confirm_url`` names, if there is one; raises ``LinkTooOld``."""
    try:
        return _named(_CONFIRM.unsign(token, max_age=CONFIRM_WITHIN))
    except signing.SignatureExpired as error:
        raise LinkTooOld from error
    except signing.BadSignature:
        return None


def to_follow(token: str) -> ContactRequest | None:
    """The request that ``token`` of ``follow_url`` names, if there is one."""
    try:
        return _named(_FOLLOW.unsign(token))
    except signing.BadSignature:
        return None


def _plain(contact: ContactRequest) -> str:
    return f"{contact.pk}.{contact.secret.hex}"


def _named(plain: str) -> ContactRequest | None:
    pk, _point, secret = plain.partition(".")
    return ContactRequest.objects.select_related("enterprise", "entry__locale").filter(pk=pk, secret=secret).first()
