"""What happens to an application: the only place that changes its state."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from kb import permissions
from kb.models import Enterprise, Membership
from membership import links, people
from membership.models import Application, Reason
from notifications.languages import in_every_language, in_reader_language
from notifications.sending import notify, send_mail_to, send_mail_to_user, settle

State = Application.State
DECLINED_KEPT = timedelta(days=180)
REMIND_AFTER = timedelta(days=3)


class Decided(Exception):
    """Somebody else has decided meanwhile."""


@transaction.atomic
def apply(application: Application, *, user: User | None = None) -> None:
    """Takes the unsaved ``application``; a stranger's waits until the e-mail address is confirmed.

    Whoever has an account already is told so by a letter alone: the page says the same to everybody.
    """
    application.email = application.email.lower()
    if user is not None:
        application.user = user
        _hand_in(application)
    elif account := people.account_with(application.email):
        if account.is_active:
            url = in_reader_language(reverse("membership:apply"))
            send_mail_to_user(account, "membership.has_account", url=url)
    else:
        application.save()
        url = links.confirm_path(application)
        # Nothing that was typed: the form must not send a stranger's words to any address.
        send_mail_to(application.email, application.language, "membership.confirm", url=url)


@transaction.atomic
def confirm(application: Application) -> None:
    """The e-mail address is the applicant's; from now on the application waits for an editor. Safe to repeat."""
    application = Application.objects.select_for_update().get(pk=application.pk)
    if application.state == State.UNCONFIRMED:
        _hand_in(application)


def _hand_in(application: Application) -> None:
    application.state, application.confirmed_at = State.WAITING, timezone.now()
    application.save()
    waiting = Application.objects.filter(email=application.email, state=State.WAITING).exclude(pk=application.pk)
    for other in waiting.filter(country=application.country, tax_id=application.tax_id):
        settle(other.matter)
        other.delete()
    people.record("apply", application, application.user, email=application.email)
    _tell_editors(application)


def _tell_editors(application: Application) -> None:
    notify(
        "membership.application",
        people.editors_of(application.country),
        url=reverse("applications:decide", args=[application.pk]),
        params={
            "applicant": application.full_name,
            "enterprise": application.enterprise_name,
            "post": application.post,
            "country": in_every_language(application.get_country_display),
        },
        about=application.matter,
    )


@transaction.atomic
def accept(application: Application, *, enterprise: Enterprise, role: str, user: User) -> Membership:
    """Makes the applicant a member of ``enterprise``, with an account if there is none, and sends the link to it.

    Raises ``PermissionDenied``, or ``Decided`` when it no longer waits.
    """
    application = _to_decide(application, user)
    if enterprise.country != application.country:
        raise PermissionDenied
    account = application.user or people.account_with(application.email)
    if account is None:
        account = User.objects.create_user(
            application.email,
            first_name=application.first_name,
            last_name=application.last_name,
            preferred_language=application.language,
        )
    membership = people.make_member(account, enterprise, role)
    application.user, application.enterprise = account, enterprise
    _decide(application, State.ACCEPTED, user)
    people.record("accept", enterprise, user, member=str(account), application=application.pk)
    url = in_reader_language(reverse("contribute:dashboard"))
    if not account.has_usable_password():
        url = links.password_path(account)
    params = {
        "enterprise": in_every_language(lambda: enterprise.name),
        "is_first": role == Membership.Role.OWNER,
        "needs_password": not account.has_usable_password(),
    }
    send_mail_to_user(account, "membership.accepted", url=url, params=params)
    tell_of_new_member(enterprise, account, actor=user)
    return membership


@transaction.atomic
def decline(application: Application, *, reason: str, text: str, user: User) -> None:
    """Tells the applicant that and why nothing comes of it; raises as ``accept`` does."""
    application = _to_decide(application, user)
    application.reason, application.reason_text = reason, text
    _decide(application, State.DECLINED, user)
    people.record("decline", application, user, reason=reason)
    params = {
        "enterprise": application.enterprise_name,
        "name": application.first_name,
        "reason": "" if reason == Reason.OTHER else in_every_language(application.get_reason_display),
        "text": text,
    }
    if application.user:
        send_mail_to_user(application.user, "membership.declined", params=params)
    else:
        send_mail_to(application.email, application.language, "membership.declined", params=params)


def tell_of_new_member(enterprise: Enterprise, member: User, *, actor: User, also: tuple[User, ...] = ()) -> None:
    """The first members, and who invited the person, hear of it."""
    others = [person for person in (*people.leaders_of(enterprise), *also) if person != member]
    notify(
        "membership.joined",
        others,
        url=in_reader_language(reverse("membership:colleagues", args=[enterprise.slug])),
        params={"member": str(member), "enterprise": in_every_language(lambda: enterprise.name)},
        actor=actor,
    )


def _to_decide(application: Application, user: User) -> Application:
    """The application as it is now, locked."""
    application = Application.objects.select_for_update().get(pk=application.pk)
    if not permissions.may_decide_application(user, application.country):
        raise PermissionDenied
    if application.state != State.WAITING:
        raise Decided
    return application


def _decide(application: Application, state: str, user: User) -> None:
    application.state, application.decided_by, application.decided_at = state, user, timezone.now()
    application.save()
    settle(application.matter)


def remind() -> str:
    """For ``run_daily``: the editors hear once more, and once only, of who has waited for three days."""
    now = timezone.now()
    late = Application.objects.filter(state=State.WAITING, reminded_at=None, created_at__lt=now - REMIND_AFTER)
    late = late.filter(confirmed_at__lt=now - REMIND_AFTER).select_for_update()
    count = 0
    for application in late:
        settle(application.matter)
        _tell_editors(application)
        application.reminded_at = now
        application.save(update_fields=["reminded_at"])
        count += 1
    return f"{count} applications"


def remove_old() -> str:
    """For ``run_daily``: addresses never confirmed, and personal data of those declined long ago."""
    now = timezone.now()
    unconfirmed = Application.objects.filter(state=State.UNCONFIRMED, created_at__lt=now - links.CONFIRM_WITHIN)
    declined = Application.objects.filter(state=State.DECLINED, created_at__lt=now - DECLINED_KEPT)
    return f"{unconfirmed.delete()[0]} unconfirmed and {declined.delete()[0]} declined applications removed"
