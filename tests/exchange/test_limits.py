"""Counting attempts in the database."""

from datetime import timedelta

import pytest
from django.utils import timezone

from exchange import limits
from exchange.models import Attempt

pytestmark = pytest.mark.django_db


def test_only_so_many_are_allowed():
    assert [limits.take({"key": 2}) for _time in range(3)] == [True, True, False]


def test_what_is_refused_does_not_count():
    limits.take({"few": 1, "many": 9})
    limits.take({"few": 1, "many": 9})
    assert Attempt.objects.filter(key="many").count() == 1


def test_the_day_before_does_not_count():
    limits.take({"key": 1})
    Attempt.objects.update(at=timezone.now() - timedelta(hours=25))
    assert limits.take({"key": 1})


def test_an_address_cannot_be_read_from_what_is_kept(settings):
    key = limits.key_of("ip", "192.0.2.7")
    assert "192" not in key and key != limits.key_of("email", "192.0.2.7")
    settings.SECRET_KEY = "another-key-that-makes-another-hash-of-the-same-address"
    assert limits.key_of("ip", "192.0.2.7") != key
