"""Takes the demonstration content away again, with its files."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import ProtectedError, Q
from django.utils.translation import gettext as _

from accounts.models import User
from kb.models import Enterprise, EntryPage, EntryTag, KbDocument, KbImage, Tag


class StillUsed(Exception):
    """Somebody's own page refers to demonstration content; the message names it."""


@dataclass
class Removed:
    """What was taken away."""

    pages: int
    enterprises: int
    users: int


@transaction.atomic
def remove() -> Removed:
    """Deletes demonstration enterprises with all their pages and files, and demonstration users.

    Raises ``StillUsed``, and deletes nothing, when an entry of another enterprise refers to them.
    """
    enterprises = Enterprise.objects.filter(is_demonstration=True)
    pages = EntryPage.objects.filter(enterprise__in=enterprises)
    tags = set(EntryTag.objects.filter(content_object__in=pages).values_list("tag", flat=True))
    count = Removed(pages.count(), enterprises.count(), User.objects.filter(is_demonstration=True).count())
    files = Q(enterprise__in=enterprises)
    try:
        pages.delete()
        for model in (KbImage, KbDocument):
            model.objects.filter(files).delete()
        enterprises.delete()
    except ProtectedError as error:
        names = ", ".join(sorted(str(item) for item in error.protected_objects))
        raise StillUsed(_("Not removed, because it is used by: %(names)s") % {"names": names}) from error
    User.objects.filter(is_demonstration=True).delete()
    Tag.objects.filter(pk__in=tags, entry_tags=None).delete()
    return count
