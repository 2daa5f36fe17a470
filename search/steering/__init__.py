"""With what editors steer the public search, in the admin: reports on the query log, and pinned results."""
