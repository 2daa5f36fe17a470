"""Redis as a cache that may be away: what is counted there is then counted anew, and nobody sees an error."""

import logging
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)


class ForgivingRedisCache(RedisCache):
    """Answers as an empty cache would while the server does not answer.

    Limits of attempts do not hold meanwhile: rather that than nobody who can sign in. The log says so.
    """

    def add(self, *args: Any, **kwargs: Any) -> bool:
        return bool(self._tried(super().add, True, *args, **kwargs))

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return self._tried(super().get, default, key, default, version)

    def set(self, *args: Any, **kwargs: Any) -> None:
        self._tried(super().set, None, *args, **kwargs)

    def touch(self, *args: Any, **kwargs: Any) -> bool:
        return bool(self._tried(super().touch, False, *args, **kwargs))

    def delete(self, *args: Any, **kwargs: Any) -> bool:
        return bool(self._tried(super().delete, False, *args, **kwargs))

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        return int(self._tried(super().incr, delta, key, delta, version))

    def has_key(self, *args: Any, **kwargs: Any) -> bool:
        return bool(self._tried(super().has_key, False, *args, **kwargs))

    def get_many(self, *args: Any, **kwargs: Any) -> dict[Any, Any]:
        return dict(self._tried(super().get_many, {}, *args, **kwargs))

    def set_many(self, data: Any, *args: Any, **kwargs: Any) -> list[Any]:
        return list(self._tried(super().set_many, list(data), data, *args, **kwargs))

    def delete_many(self, *args: Any, **kwargs: Any) -> None:
        self._tried(super().delete_many, None, *args, **kwargs)

    def clear(self) -> None:
        self._tried(super().clear, None)

    @staticmethod
    def _tried(operation: Callable[..., Any], instead: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            return operation(*args, **kwargs)
        except RedisError as problem:
            log.warning("The cache does not answer: %s", type(problem).__name__)
            return instead
