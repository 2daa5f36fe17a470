"""Demonstration content: from the files of ``kb/data/demo`` to pages, through ``kb.workflow`` like anybody's.

``kb/data/demo/README.md`` describes the files. Nothing outside the commands ``load_demo`` and ``remove_demo`` and
the tests uses this package.
"""
