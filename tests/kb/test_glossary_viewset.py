"""The glossary in the admin."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import gettext, override

from kb.models import Concept, ConceptLabel, TechnologyArea

pytestmark = pytest.mark.django_db

OPEN, REFUSED = 200, 302


def in_russian(message):
    """What the editor reads, who works in the site's first language."""
    with override("ru"):
        return gettext(message)


@pytest.fixture
def as_chief(client, chief_editor):
    client.force_login(chief_editor)
    return client


@pytest.fixture
def concept(area):
    labels = [
        ConceptLabel(language="ru", text="штуковина"),
        ConceptLabel(language="ru", text="вещица", kind="altLabel"),
        ConceptLabel(language="en", text="gizmo"),
    ]
    concept = Concept(area=area, labels=labels)
    concept.save()
    return concept


def posted(*labels, **fields):
    """What the form sends; a label is (language, text, kind) or (pk, language, text, kind), or ends in "DELETE"."""
    data = {"area": "", "definition": "", **fields}
    known = 0
    for number, label in enumerate(labels):
        values = list(label)
        if isinstance(values[0], int):
            data[f"labels-{number}-id"] = values.pop(0)
            known += 1
        if values[-1] == "DELETE":
            data[f"labels-{number}-DELETE"] = values.pop()
        data |= {
            f"labels-{number}-{name}": value for name, value in zip(("language", "text", "kind"), values, strict=True)
        }
    return data | {
        "labels-TOTAL_FORMS": len(labels),
        "labels-INITIAL_FORMS": known,
        "labels-MIN_NUM_FORMS": 0,
        "labels-MAX_NUM_FORMS": 1000,
    }


def rows_of(concept):
    """The labels as the form knows them, with their keys."""
    return [(label.pk, label.language, label.text, label.kind) for label in concept.labels.all()]


def saved(concept):
    return sorted(ConceptLabel.objects.filter(concept=concept).values_list("language", "text", "kind"))


class TestList:
    def test_shows_the_labels(self, as_chief, concept):
        text = as_chief.get(reverse("glossary:index"), {"q": "штуков"}).content.decode()
        assert "штуковина, вещица · gizmo" in text

    def test_stands_in_the_order_of_the_names_that_it_shows(self, as_chief):
        Concept.objects.all().delete()
        for code, name in (("a", "щётка"), ("b", "ёмкость"), ("c", "абразив")):
            Concept(code=code, labels=[ConceptLabel(language="ru", text=name)]).save()
        shown = as_chief.get(reverse("glossary:index")).context["page_obj"].object_list
        assert [concept.name_in("ru") for concept in shown] == ["абразив", "ёмкость", "щётка"]

    def test_finds_a_concept_by_any_label_once(self, as_chief, concept):
        response = as_chief.get(reverse("glossary:index"), {"q": "и"})
        found = [row.code for row in response.context["object_list"]]
        assert len(found) == len(set(found))

    @pytest.mark.parametrize(("code", "shown"), [("01", True), ("02", False)])
    def test_is_filtered_by_the_broader_area(self, as_chief, concept, code, shown):
        branch = TechnologyArea.objects.get(code=code)
        response = as_chief.get(reverse("glossary:index"), {"q": "gizmo", "area": branch.pk})
        assert (concept in response.context["object_list"]) is shown

    @pytest.mark.parametrize(("language", "shown"), [("kk", True), ("en", False)])
    def test_is_filtered_by_the_language_that_lacks_a_label(self, as_chief, concept, language, shown):
        response = as_chief.get(reverse("glossary:index"), {"q": "gizmo", "missing": language})
        assert (concept in response.context["object_list"]) is shown

    def test_costs_the_same_for_more_concepts(self, as_chief, concept):
        counts = []
        for query in ("gizmo", ""):
            as_chief.get(reverse("glossary:index"), {"q": query})
            with CaptureQueriesContext(connection) as queries:
                as_chief.get(reverse("glossary:index"), {"q": query})
            counts.append(len(queries))
        assert counts[0] == counts[1]

    @pytest.mark.parametrize(
        ("role", "view", "status"),
        [
            ("editor", "index", OPEN),
            ("editor", "add", REFUSED),
            ("chief_editor", "add", OPEN),
            ("administrator", "add", OPEN),
            ("expert", "index", REFUSED),
        ],
    )
    def test_is_kept_by_those_who_keep_the_taxonomy(self, client, request, role, view, status):
        client.force_login(request.getfixturevalue(role))
        assert client.get(reverse(f"glossary:{view}")).status_code == status


class TestForm:
    def errors(self, as_chief, *labels):
        response = as_chief.post(reverse("glossary:add"), posted(*labels))
        formset = response.context["form"].formsets["labels"]
        return [
            *formset.non_form_errors(),
            *(text for row in formset.errors for texts in row.values() for text in texts),
        ]

    def test_takes_labels_of_four_languages(self, as_chief, area):
        labels = [("ru", "вещь", "prefLabel"), ("be", "рэч", "prefLabel"), ("kk", "зат", "prefLabel")]
        as_chief.post(reverse("glossary:add"), posted(*labels, ("en", "Whatsit", "prefLabel"), area=area.pk))
        concept = Concept.objects.get(code="whatsit")
        assert (concept.area, saved(concept)) == (area, sorted([*labels, ("en", "Whatsit", "prefLabel")]))

    def test_asks_for_a_label(self, as_chief):
        assert self.errors(as_chief) == [in_russian("Write at least one label.")]

    def test_asks_for_a_label_where_all_are_deleted(self, as_chief, concept):
        rows = [(*row, "DELETE") for row in rows_of(concept)]
        as_chief.post(reverse("glossary:edit", args=[concept.pk]), posted(*rows))
        assert len(saved(concept)) == 3

    def test_refuses_a_label_that_is_there_twice(self, as_chief):
        labels = [("ru", "Вещь", "prefLabel"), ("ru", " вещь ", "altLabel")]
        assert self.errors(as_chief, *labels) == [in_russian("The concept has this label already.")]

    def test_refuses_two_preferred_labels_in_one_language(self, as_chief):
        labels = [("ru", "вещь", "prefLabel"), ("ru", "штука", "prefLabel")]
        assert self.errors(as_chief, *labels) == [in_russian("Another label is the preferred one in this language.")]

    def test_takes_the_same_word_in_two_languages(self, as_chief):
        as_chief.post(reverse("glossary:add"), posted(("ru", "гизмо", "prefLabel"), ("kk", "гизмо", "prefLabel")))
        assert Concept.objects.filter(code="gizmo").exists()

    def test_lets_another_label_become_the_preferred_one(self, as_chief, concept):
        other = {"prefLabel": "altLabel", "altLabel": "prefLabel"}
        rows = [(*row[:3], other[row[3]]) if row[1] == "ru" else row for row in rows_of(concept)]
        as_chief.post(reverse("glossary:edit", args=[concept.pk]), posted(*rows))
        assert saved(concept) == [
            ("en", "gizmo", "prefLabel"), ("ru", "вещица", "prefLabel"), ("ru", "штуковина", "altLabel"),
        ]  # fmt: skip

    def test_lets_two_labels_exchange_their_texts(self, as_chief, concept):
        first, second = (row for row in rows_of(concept) if row[1] == "ru")
        rows = [(*first[:2], second[2], first[3]), (*second[:2], first[2], second[3])]
        english = [row for row in rows_of(concept) if row[1] == "en"]
        as_chief.post(reverse("glossary:edit", args=[concept.pk]), posted(*rows, *english))
        connection.check_constraints()
        assert ("ru", "вещица", "prefLabel") in saved(concept)

    def test_a_deleted_label_may_be_written_anew(self, as_chief, concept):
        rows = [(*row, "DELETE") if row[2] == "gizmo" else row for row in rows_of(concept)]
        address = reverse("glossary:edit", args=[concept.pk])
        as_chief.post(address, posted(*rows, ("en", "Gizmo", "prefLabel")))
        assert ("en", "Gizmo", "prefLabel") in saved(concept)
