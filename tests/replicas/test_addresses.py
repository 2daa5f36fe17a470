"""Several servers in one address."""

import pytest

from kb.settings import base
from replicas import addresses


def test_one_server_is_described_as_ever() -> None:
    described = addresses.described("postgresql://kb:pass%40word@db1:5433/name")
    assert (described["HOST"], described["PORT"]) == ("db1", 5433)
    assert (described["USER"], described["PASSWORD"], described["NAME"]) == ("kb", "pass@word", "name")
    assert not addresses.has_several(described)


def test_several_servers_come_with_their_ports() -> None:
    described = addresses.described("postgresql://kb:secret@db1,db2:5433,%2Frun%2Fpg/name?sslmode=require")
    assert described["HOST"] == "db1,db2,/run/pg"
    assert described["PORT"] == "5432,5433,5432"
    assert (described["USER"], described["PASSWORD"], described["NAME"]) == ("kb", "secret", "name")
    assert described["OPTIONS"]["sslmode"] == "require"
    assert addresses.has_several(described)


def test_of_several_the_primary_is_written_to_and_a_replica_read() -> None:
    assert base.database("postgresql://kb@db1,db2/name")["OPTIONS"]["target_session_attrs"] == "read-write"
    assert "target_session_attrs" not in base.database("postgresql://kb@db1/name")["OPTIONS"]
    replica = base.replicas("postgresql://kb@db1,db2/name")["replica"]
    assert replica["OPTIONS"]["target_session_attrs"] == "prefer-standby"
    assert replica["OPTIONS"]["load_balance_hosts"] == "random"
    assert base.replicas("") == {}


def test_another_kind_of_database_is_refused() -> None:
    with pytest.raises(ValueError, match="postgresql://"):
        addresses.described("mysql://kb@db1/name")
