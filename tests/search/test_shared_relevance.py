"""What the search reaches on collections of others, where they are at hand: one small one per language."""

import pytest

from development.relevance import collections
from search.beir import read_collection
from search.evaluation import evaluate

# The least nDCG@10.
FLOORS = {"ru-ntrex": 0.6, "be-ntrex": 0.595, "kk-ntrex": 0.645, "en-ntrex": 0.62}


@pytest.mark.django_db
@pytest.mark.parametrize("name", FLOORS)
def test_a_collection_reaches_its_floor(name: str) -> None:
    folder = next((folder for folder in collections() if folder.name == name), None)
    if folder is None:
        pytest.skip("the collection is not at hand")
    assert evaluate(read_collection(folder)).ndcg >= FLOORS[name]
