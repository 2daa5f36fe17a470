"""What the search reaches on the judged questions about the demonstration content: floors, not aims.

A change that lowers a figure below its floor is refused; one that lifts it lifts the floor too. `make relevance` prints
the figures, `docs/ranking.md` keeps them.
"""

from collections import Counter
from dataclasses import replace
from itertools import chain
from statistics import fmean

import pytest

from kb.demo.files import DATA, read_entries
from kb.demo.loading import load
from search.judged import measure, read_questions
from tests.search.relevance import FOLDER

LEAST_PER_LANGUAGE = 22
# The least nDCG@10, by language of the reader and group of questions.
FLOORS = {
    ("ru", "words"): 0.94,
    ("ru", "questions"): 0.95,
    ("ru", "designations"): 0.93,
    ("ru", "synonym"): 0.62,
    ("ru", "across"): 0.73,
    ("be", "words"): 0.96,
    ("be", "questions"): 0.98,
    ("be", "designations"): 0.81,
    ("be", "synonym"): 0.93,
    ("be", "across"): 0.95,
    ("kk", "words"): 0.96,
    ("kk", "questions"): 0.90,
    ("kk", "designations"): 0.89,
    ("kk", "synonym"): 0.95,
    ("kk", "across"): 0.86,
    ("en", "words"): 0.94,
    ("en", "questions"): 0.97,
    ("en", "designations"): 0.91,
    ("en", "synonym"): 0.87,
    ("en", "across"): 0.91,
}
# The mean over the groups, where the letters that a Russian keyboard lacks were not typed.
FLOORS_ON_A_RUSSIAN_KEYBOARD = {"be": 0.94, "kk": 0.93}
ON_A_RUSSIAN_KEYBOARD = str.maketrans("әғқңөұүһіў", "агкноуухиу")
PUBLISHED = {"published", "needs_confirmation", "archived"}


def test_every_language_has_enough_questions() -> None:
    counts = Counter(question.language for question in read_questions(FOLDER))
    assert min(counts.values()) >= LEAST_PER_LANGUAGE
    assert set(counts) == {"ru", "be", "kk", "en"}


def test_only_published_pages_are_judged() -> None:
    published = {key for key, entry in read_entries(DATA).items() if entry.state in PUBLISHED}
    assert set(chain.from_iterable(question.pages for question in read_questions(FOLDER))) <= published


def test_questions_across_languages_have_no_answer_in_the_readers_own() -> None:
    entries = read_entries(DATA)
    for question in read_questions(FOLDER):
        if question.group == "across" and question.language != "ru":
            answers = [entries[page] for page, grade in question.pages.items() if grade == 3]
            assert not any(question.language in entry.versions for entry in answers), question.text


@pytest.mark.django_db
def test_every_group_of_questions_reaches_its_floor() -> None:
    load()
    reached = {(each.language, each.group): round(each.ndcg, 3) for each in measure(read_questions(FOLDER))}
    assert reached.keys() == FLOORS.keys()
    assert {group: value for group, value in reached.items() if value < FLOORS[group]} == {}


@pytest.mark.django_db
def test_questions_typed_on_a_russian_keyboard_reach_their_floor() -> None:
    load()
    questions = [
        replace(question, text=question.text.casefold().translate(ON_A_RUSSIAN_KEYBOARD))
        for question in read_questions(FOLDER)
        if question.language in FLOORS_ON_A_RUSSIAN_KEYBOARD
    ]
    reached = measure(questions)
    means = {
        language: round(fmean(each.ndcg for each in reached if each.language == language), 3)
        for language in FLOORS_ON_A_RUSSIAN_KEYBOARD
    }
    assert {key: value for key, value in means.items() if value < FLOORS_ON_A_RUSSIAN_KEYBOARD[key]} == {}
