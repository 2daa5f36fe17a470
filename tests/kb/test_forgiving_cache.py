"""A cache that is away is empty; one that is there is a cache."""

import pytest

from development.services import Services, free_port, missing
from kb.forgiving_cache import ForgivingRedisCache

pytestmark = pytest.mark.skipif(bool(missing("redis-server")), reason="redis-server is not installed")


def test_what_is_counted_is_there_while_the_server_is_and_forgotten_while_it_is_not(tmp_path):
    port = free_port()
    with Services(tmp_path / "logs") as services:
        redis = services.redis(port)
        cache = ForgivingRedisCache(f"redis://127.0.0.1:{port}/0", {})
        cache.set("attempts", 1)
        assert cache.incr("attempts") == 2
        assert cache.get("attempts") == 2

        cache.set_many({"a": 1, "b": 2})
        assert cache.get_many(["a", "b", "c"]) == {"a": 1, "b": 2}

        redis.kill()
        assert cache.get_many(["a", "b"]) == {}
        assert cache.set_many({"a": 3}) == ["a"]
        cache.delete_many(["b"])
        assert cache.get("attempts", "none") == "none"
        assert cache.add("attempts", 1)
        assert cache.incr("attempts") == 1
        cache.set("attempts", 5)
        assert not cache.delete("attempts")

        redis.start()
        cache.set("attempts", 7)
        assert cache.get("attempts") == 7
