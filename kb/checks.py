"""System checks of the knowledge base's conventions."""

from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import FieldDoesNotExist

from kb.models import EntryPage, Row
from kb.sections import field_names, row_places


def _entry_types() -> list[type[EntryPage]]:
    return EntryPage.__subclasses__()


@register()
def sections_name_what_exists(**kwargs: Any) -> list[CheckMessage]:
    """Every field and row place that a type's sections name must exist, and so must a row's fields."""
    errors: list[CheckMessage] = []
    for model in _entry_types():
        for name in field_names(model.sections):
            try:
                model._meta.get_field(name)
            except FieldDoesNotExist:
                errors.append(Error(f"{model.__name__}.sections names {name!r}.", obj=model, id="kb.E001"))
        for place in row_places(model.sections):
            relation = getattr(model, place.relation, None)
            row = relation.rel.related_model if relation else None
            if row is None or not issubclass(row, Row):
                errors.append(
                    Error(f"{model.__name__}.sections: {place.relation!r} has no rows.", obj=model, id="kb.E002")
                )
                continue
            known = {field.name for field in row._meta.fields}
            errors.extend(
                Error(f"{row.__name__}.contributor_fields names {name!r}.", obj=row, id="kb.E003")
                for name in {*row.contributor_fields, *row.translated_fields} - known
            )
    return errors


@register()
def types_are_searchable(**kwargs: Any) -> list[CheckMessage]:
    """Every type says what is searched, beyond what all entries share."""
    return [
        Error(f"{model.__name__} declares no search_fields of its own.", obj=model, id="kb.E004")
        for model in _entry_types()
        if len(model.search_fields) <= len(EntryPage.search_fields)
    ]
