"""What the tests of the contributors' side share."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from accounts.models import User
from contribute.forms import entry_form

Data = dict[str, Any]


@pytest.fixture(autouse=True)
def in_russian() -> Iterator[None]:
    """Addresses that a test reverses are the Russian ones, whatever was asked for before."""
    with translation.override("ru"):
        yield


@pytest.fixture
def writer(client: Client, contributor: User) -> Client:
    """A browser in which the contributor is signed in."""
    client.force_login(contributor)
    return client


def sent_by_browser(entry: Any, user: User, **changes: Any) -> Data:
    """What a browser sends when the form of ``entry`` is sent back unchanged but for ``changes``."""
    form = entry_form(type(entry))(entry=entry, user=user)
    data: Data = {}
    for part in (form, *(row for row_set in form.row_sets.values() for row in row_set.forms)):
        for name in part.fields:
            bound = part[name]
            value = bound.value()
            if bound.field.disabled or value in (None, False):
                continue
            if value is True:
                data[bound.html_name] = "on"
            elif isinstance(value, list) and name != "tags":
                data[bound.html_name] = [getattr(item, "pk", item) for item in value]
            else:
                data[bound.html_name] = bound.field.widget.format_value(value) or ""
        for image in ("description", "caption", "copyright", "licence"):
            cover = getattr(entry, "cover_image", None)
            if part is form and cover is not None:
                data[f"cover_image-{image}"] = getattr(cover, image)
    for row_set in form.row_sets.values():
        management = row_set.management_form
        data |= {management[name].html_name: management[name].value() for name in management.fields}
    cleaned = {name: value for name, value in {**data, **changes}.items() if value is not None}
    return {name: value for name, value in cleaned.items() if value != []}
