"""Addresses of several database servers in one: ``postgresql://user:password@db1,db2:5433/name``."""

from typing import Any
from urllib.parse import unquote, urlsplit

import environ

DEFAULT_PORT = "5432"
ANY = {"target_session_attrs": "prefer-standby", "load_balance_hosts": "random"}
"""Options of libpq: a replica, whichever; the primary where there is none."""
WRITABLE = {"target_session_attrs": "read-write"}
"""The one that is the primary at the moment, in whatever order they are named."""


def described(url: str) -> dict[str, Any]:
    """Django's description of the database at ``url``; several hosts as libpq wants them, separated by commas.

    Raises ``ValueError`` where the address is of another kind of database.
    """
    parts = urlsplit(url)
    account, at, servers = parts.netloc.rpartition("@")
    named = servers.split(",")
    config = environ.Env.db_url_config(parts._replace(netloc=f"{account}{at}{named[0]}").geturl())
    if not config["ENGINE"].endswith("postgresql"):
        raise ValueError("The address of the database must begin with postgresql://: no other one is supported.")
    if len(named) > 1:
        pairs = [server.partition(":") for server in named]
        config["HOST"] = ",".join(host for host, _colon, _port in pairs)
        config["PORT"] = ",".join(port or DEFAULT_PORT for _host, _colon, port in pairs)
    config["HOST"] = unquote(config["HOST"])
    return config


def has_several(config: dict[str, Any]) -> bool:
    """Whether the description names more than one server."""
    return "," in str(config["HOST"])
