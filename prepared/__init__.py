"""Pages made ahead for readers whom nobody knows, and what has changed since: the site's own page cache.

``shown`` gathers what a page shows while it is made, ``store`` keeps and finds it, ``changes`` says what has changed.
Which page holds is decided by the database alone, so that it is exact on any number of servers.
"""
