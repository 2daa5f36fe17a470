"""What happens to a review besides Wagtail's own events; ``kb.notifications`` listens.

Each is sent with ``review`` (a ``ReviewState``) and ``user``, who did it.
"""

from django.dispatch import Signal

review_waiting = Signal()
"""A step of review began and waits for its reviewers."""

review_claimed = Signal()
"""A reviewer took it on."""

review_released = Signal()
"""It is nobody's again; sent with ``former``, who held it."""

review_assigned = Signal()
"""An editor gave it to a reviewer; sent with ``former``, who held it before, or ``None``."""
