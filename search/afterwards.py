"""Work that no visitor waits for."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse


class ThenResponse(HttpResponse):
    """A response after which something is done: the server closes it when all of it was sent."""

    def __init__(self, content: Any = b"", *, then: Callable[[], None] | None = None, **kwargs: Any) -> None:
        super().__init__(content, **kwargs)
        self._then = then

    def close(self) -> None:
        """Before Django's own end of the request, which gives the database connection back."""
        then, self._then = self._then, None
        try:
            if then is not None:
                then()
        finally:
            super().close()
