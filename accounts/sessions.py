"""What is kept of sessions that have ended: nothing."""

from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session


def remove_ended() -> str:
    """For ``run_daily``: sessions past their time, and from where and with which browser people were signed in to them.

    Returns what was done, in words.
    """
    before = Session.objects.count()
    SessionStore.clear_expired()
    ended = UserSession.objects.exclude(session_key__in=Session.objects.values("session_key"))
    return f"{before - Session.objects.count()} sessions and {ended.delete()[0]} places of signing in removed"
