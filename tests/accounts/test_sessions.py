"""Sessions that have ended leave nothing behind."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from accounts import sessions
from accounts.models import User
from tests.factories.accounts import PASSWORD


@pytest.mark.django_db
def test_what_is_kept_of_a_session_goes_when_it_has_ended(contributor: User, colleague: User) -> None:
    browsers: dict[Any, Client] = {}
    for person in (contributor, colleague):
        browsers[person] = Client()
        browsers[person].post("/ru/accounts/login/", {"login": person.email, "password": PASSWORD})
    ended = browsers[contributor].session.session_key
    Session.objects.filter(pk=ended).update(expire_date=timezone.now() - timedelta(days=1))
    sessions.remove_ended()
    assert not Session.objects.filter(pk=ended).exists()
    assert [place.user for place in UserSession.objects.all()] == [colleague]
    assert browsers[colleague].get("/ru/contribute/").status_code == 200
