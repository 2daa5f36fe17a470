"""What is done when the visitor has the answer."""

import pytest

from search.afterwards import ThenResponse


def test_it_is_done_once_when_the_response_is_closed(db):
    done = []
    response = ThenResponse("x", then=lambda: done.append(response.content))
    assert done == []
    response.close()
    response.close()
    assert done == [b"x"]


def test_the_request_is_ended_even_if_it_fails(db):
    response = ThenResponse("x", then=lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        response.close()
    assert response.closed
