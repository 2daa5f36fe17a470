"""What an editor does to the members of an enterprise in the admin; ``membership`` listens and tells them."""

from django.dispatch import Signal

member_suspended = Signal()
"""Somebody writes there no longer; sent with ``membership`` (a ``Membership``) and ``user``, who did it."""

member_restored = Signal()
"""Somebody who was suspended writes there again; sent with the same."""
