"""Forms of an English word meet in one stem."""

import pytest

from search.analysis.english import stem


@pytest.mark.parametrize("forms", ["tractor tractors tractor's", "weld welds welded welding", "facility facilities"])
def test_forms_of_a_word_share_a_stem(forms):
    assert len({stem(form) for form in forms.split()}) == 1
