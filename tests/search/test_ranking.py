"""Which entries are weighed, decided before any is read."""

from itertools import combinations

from search import ranking
from search.query import Query, Term
from search.ranking import MOST_CANDIDATES, MOST_COMBINED, idf, plan

RARE, COMMON, COMMONER = Term(("rare",)), Term(("common",)), Term(("commoner",))


def planned(frequencies: dict[Term, int], total: int = 100_000):
    return plan(Query("x", tuple(frequencies)), frequencies, total)


def test_a_rarer_word_weighs_more():
    assert idf(1, 1000) > idf(100, 1000) > idf(1000, 1000) > 0


def test_words_that_fit_suffice_each_by_itself():
    assert planned({RARE: 10, COMMON: 100}).wanted.whole == "(('rare') | ('common'))"


def test_a_word_too_common_is_required_with_others():
    condition = planned({RARE: 10, COMMON: 50_000, COMMONER: 60_000}).wanted.whole
    assert condition == "(('rare') | (('common') & ('commoner')))"


def test_a_single_common_word_is_still_sought():
    assert planned({COMMON: 50_000}).wanted.whole == "(('common'))"


def test_all_common_words_together_suffice_and_so_do_two_as_far_as_candidates_fit():
    frequencies = {Term((f"w{number}",)): 4_000 + number for number in range(3)}
    condition = planned(frequencies).wanted.whole
    ways = [f"(('w{one}') & ('w{other}'))" for one, other in ((0, 1), (0, 2), (1, 2))]
    # Whoever has all three has two of them.
    assert condition == f"({' | '.join(ways)})"


def test_more_words_are_required_where_two_would_let_too_many_in():
    frequencies = {Term((f"w{number}",)): 15_000 + number for number in range(4)}
    condition = planned(frequencies).wanted.whole
    assert condition == "((('w0') & ('w1') & ('w2')))"


def test_a_word_that_is_typed_twice_is_no_second_word():
    again = Term(("common",), words=("again",))
    condition = planned({COMMON: 50_000, again: 50_000, COMMONER: 60_000}).wanted.whole
    assert condition == "((('common') & ('commoner')))"


def test_a_rare_word_that_is_typed_twice_is_expected_once():
    rare = planned({RARE: 600, Term(("rare",), words=("again",)): 600})
    assert rare.wanted.whole == "(('rare'))"
    assert rare.expected == 600


def test_forms_that_share_a_stem_are_required_as_one_word():
    form = Term(("common", "commons"))
    condition = planned({COMMON: 50_000, form: 51_000, COMMONER: 60_000}).wanted.whole
    assert condition == "((('common') & ('commoner')))"


def test_forms_that_share_a_stem_weigh_each():
    form = Term(("common", "commons"))
    assert len(planned({COMMON: 50_000, form: 51_000}).weighed) == 2


def test_of_many_common_words_the_rarest_are_combined(monkeypatch):
    tried = []

    def counted(terms, size):
        for together in combinations(terms, size):
            tried.append(together)
            yield together

    monkeypatch.setattr(ranking, "combinations", counted)
    frequencies = {Term((f"w{number}",)): 50_000 + number for number in range(24)}
    condition = planned(frequencies).wanted.whole
    assert 0 < len(tried) < 2**MOST_COMBINED
    assert "('w0')" in condition and condition.count("('w23')") <= 1


def test_the_index_is_asked_for_no_word_that_cannot_let_more_in():
    frequencies = {
        Term((word,)): count for word, count in (("rarer", 1_500), ("common", 30_000), ("commonest", 90_000))
    }
    assert "commonest" not in planned(frequencies).wanted.whole


def test_entries_named_after_a_common_word_go_first():
    assert planned({COMMON: 50_000}).named.whole == "(('common')) & ('=common')"
    assert not planned({COMMON: 10}).named


def test_a_word_that_is_nowhere_is_left_out():
    assert planned({RARE: 0, COMMON: 10}).wanted.whole == "(('common'))"


def test_words_that_are_nowhere_find_nothing():
    assert planned({RARE: 0}).wanted.whole == "(('rare'))"


def test_every_word_weighs_also_where_it_is_not_required():
    assert len(planned({RARE: 10, COMMON: 50_000}).weighed) == 2


def test_a_whole_designation_is_never_required():
    whole = Term(("mtz82",), is_whole=True)
    assert "mtz82" not in planned({whole: 5_000, COMMON: 50_000}).wanted.whole


def test_expected_candidates_stay_within_the_limit():
    frequencies = {Term((f"w{number}",)): 200 for number in range(10)}
    ways = planned(frequencies).wanted.whole.split(" | ")
    assert 0 < sum(1 for way in ways if "&" not in way) * 200 <= MOST_CANDIDATES


def test_phrases_and_exclusions_hold_for_every_candidate():
    query = Query("x", (RARE,), ("('a') <1> ('b')",), ("('c')",))
    assert plan(query, {RARE: 1}, 10).wanted.whole == "(('rare')) & (('a') <1> ('b')) & !(('c'))"


def test_what_only_excludes_is_asked_the_other_way_round():
    query = Query("x", (), (), ("('a')", "('b')"))
    assert plan(query, {}, 10).wanted.whole == "NOT (('a')) | (('b'))"
