"""Writing to an enterprise: the form, the link that confirms an address, and the asker's page."""

from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from exchange import limits, links, workflow
from exchange.forms import ContactForm, NoteForm
from exchange.models import ContactEvent, ContactRequest, Status
from kb import permissions
from kb.models import Enterprise, EntryPage, open_to_all

MOST_PER_ADDRESS = 5
MOST_PER_PLACE = 20
"""A day: from one e-mail address or account, and from one IP address, behind which there may be a whole plant."""
WRITTEN = "exchange_written"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, slug: str) -> HttpResponse:
    """The form of a contact request to an enterprise, about one of its pages (``?about=``) or about none."""
    enterprise = get_object_or_404(Enterprise, slug=slug)
    entry = _entry(request, enterprise)
    if not permissions.may_ask(request.user, enterprise.pk):
        messages.info(request, _("This is your own enterprise: its requests are here."))
        return redirect("exchange:inbox")
    contact = ContactRequest(enterprise=enterprise, entry=entry)
    form = ContactForm(request.POST if request.method == "POST" else None, instance=contact, user=request.user)
    if request.method == "POST" and form.is_valid():
        if _may_write(request, form):
            workflow.send(contact, user=request.user)
            return _written(request, contact)
        form.add_error(None, _("Too many messages today from this address or place. Try again tomorrow."))
    context = {
        "title": _("Write to the enterprise"),
        "crumbs": None,
        "enterprise": enterprise,
        "entry": entry,
        "form": form,
        "kept_days": settings.CONTACTS_KEPT_DAYS,
        "languages": [dict(form.fields["language"].choices)[code] for code in enterprise.languages],  # type: ignore[attr-defined]
    }
    return render(request, "exchange/write.html", context)


def _entry(request: HttpRequest, enterprise: Enterprise) -> EntryPage | None:
    about = request.GET.get("about", "")
    if not about.isdecimal():
        return None
    return EntryPage.objects.live().filter(open_to_all(), pk=about[:9], enterprise=enterprise).first()


def _may_write(request: HttpRequest, form: ContactForm) -> bool:
    """The last question before anything is kept: it counts the attempt."""
    user = request.user
    address = user.email if user.is_authenticated else form.cleaned_data["email"]
    place = get_adapter().get_client_ip(request)
    return limits.take({limits.key_of("email", address): MOST_PER_ADDRESS, limits.key_of("ip", place): MOST_PER_PLACE})


def _written(request: HttpRequest, contact: ContactRequest) -> HttpResponse:
    if contact.status == Status.UNCONFIRMED:
        request.session[WRITTEN] = {"email": contact.email, "enterprise": contact.enterprise_id}
        return redirect("exchange:written")
    messages.success(request, _("Your message has been sent. The answer comes by e-mail and stands here."))
    return redirect(links.follow_url(contact))


@never_cache
@require_GET
def written(request: HttpRequest) -> HttpResponse:
    """Tells a stranger to look for the mail with the link."""
    told = request.session.get(WRITTEN)
    if told is None:
        raise Http404
    context = {
        "title": _("One more step: confirm your address"),
        "email": told["email"],
        "enterprise": get_object_or_404(Enterprise, pk=told["enterprise"]),
        "days": links.CONFIRM_WITHIN.days,
    }
    return render(request, "exchange/written.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Where the link of the mail leads. A button confirms: mail programs open links by themselves."""
    try:
        contact = links.to_confirm(token)
    except links.LinkTooOld:
        contact = None
    if contact is None:
        return _no_link(request)
    if request.method != "POST":
        if contact.status != Status.UNCONFIRMED:
            return _no_link(request)
        title = _("Confirm your address")
        return render(request, "exchange/confirm.html", {"title": title, "contact": contact})
    try:
        workflow.confirm(contact)
    except workflow.NotPossible:
        return _no_link(request)
    messages.success(request, _("Your address is confirmed, and the message has been sent to the enterprise."))
    return redirect(links.follow_url(contact))


def _no_link(request: HttpRequest) -> HttpResponse:
    title = _("This link no longer works")
    return render(request, "exchange/no_link.html", {"title": title, "days": links.CONFIRM_WITHIN.days}, status=410)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest, token: str) -> HttpResponse:
    """The asker's page: what became of the request, and a reply."""
    contact = links.to_follow(token)
    if contact is None or contact.status == Status.UNCONFIRMED:
        return _no_link(request)
    form = NoteForm(request.POST if request.method == "POST" else None, label=_("Your reply"))
    if request.method == "POST" and form.is_valid() and _reply(request, contact, form):
        return redirect(request.path)
    events = contact.events.exclude(kind=ContactEvent.Kind.NOTE)
    context: dict[str, Any] = {
        "title": _("Your message to %(enterprise)s") % {"enterprise": contact.enterprise},
        "contact": contact,
        "events": events,
        "form": form,
    }
    return render(request, "exchange/follow.html", context)


def _reply(request: HttpRequest, contact: ContactRequest, form: NoteForm) -> bool:
    if not limits.take({limits.key_of("reply", str(contact.pk)): MOST_PER_PLACE}):
        form.add_error(None, _("Too many messages today from this address or place. Try again tomorrow."))
        return False
    try:
        workflow.reply(contact, text=form.cleaned_data["text"])
    except workflow.NotPossible:
        form.add_error(None, _("The enterprise has closed the request meanwhile."))
        return False
    messages.success(request, _("Your reply has been sent."))
    return True


@never_cache
@require_GET
def sent(request: HttpRequest, pk: int) -> HttpResponse:
    """The asker's page for somebody who wrote while signed in."""
    contact = get_object_or_404(ContactRequest, pk=pk)
    if not permissions.may_follow_contact_request(request.user, contact):
        raise Http404
    return redirect(links.follow_url(contact))
