"""Registers with Wagtail what the knowledge base adds to it."""

from wagtail import hooks

from kb.document_access import check_document_access

hooks.register("before_serve_document", check_document_access)
