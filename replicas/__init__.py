"""Where a request reads: from the primary database server, or from one of the replicas that follow it.

PostgreSQL and its driver do the rest: replication, finding the primary among several servers, going round those that
are away. ``docs/decisions/0008-reading-from-replicas.md`` says why it is decided for each request.
"""
