"""The link that ends all letters to a person, without signing in."""

from django.core import signing
from django.urls import reverse

from accounts.models import User
from notifications.models import MailPreferences

SALT = "notifications.unsubscribe"


def path(user: User) -> str:
    """The address, in the language that is active, that only this person's letters name."""
    return reverse("notifications:unsubscribe", args=[signing.Signer(salt=SALT).sign(str(user.pk))])


def user_of(token: str) -> User | None:
    """The person whose letters named ``token``; nobody if it was changed or the account is gone."""
    try:
        number = signing.Signer(salt=SALT).unsign(token)
    except signing.BadSignature:
        return None
    return User.objects.filter(pk=int(number)).first()


def unsubscribe(user: User) -> None:
    """From now on the person is told in the bell alone."""
    choice = {"wanted": MailPreferences.Wanted.NONE, "daily_digest": False}
    MailPreferences.objects.update_or_create(user=user, defaults=choice)
