"""Where units begin and end, and what they consist of."""

import pytest

from search.analysis.tokenise import find_units, split_unit


def units(text: str) -> list[str]:
    return [match[0] for match in find_units(text)]


def parts(unit: str) -> list[tuple[str, int]]:
    return [(unit[span.start : span.end], span.atom) for span in split_unit(unit)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Трактор, комбайн; (плуг)!", ["Трактор", "комбайн", "плуг"]),
        ("научно-технический", ["научно-технический"]),
        ("МТЗ-82.1 и БелАЗ-75710.", ["МТЗ-82.1", "и", "БелАЗ-75710"]),
        ("ГОСТ 12.1.004-91", ["ГОСТ", "12.1.004-91"]),
        ("Ст3сп 16К20", ["Ст3сп", "16К20"]),
        ("язык C++, C# и С++", ["язык", "C++", "C#", "и", "С++"]),
        ("сям'я, ’слова’ аб’ява", ["сям'я", "слова", "аб’ява"]),
        ("1,5 т; 10 000 руб.; 2 345,67", ["1,5", "т", "10 000", "руб", "2 345,67"]),
        ("в 2020 100 машин", ["в", "2020", "100", "машин"]),
        ("г.Минск", ["г", "Минск"]),
        ("кВт/ч и 6/10", ["кВт", "ч", "и", "6/10"]),
        ("Минск–Астана, МТЗ–82", ["Минск", "Астана", "МТЗ–82"]),
        ("тех\u00adнология", ["тех\u00adнология"]),
        ("snake_case", ["snake", "case"]),
        ("а\x00б", ["а", "б"]),
        ("... -- '' №", []),
    ],
)
def test_a_text_falls_into_units(text, expected):
    assert units(text) == expected


def test_a_designation_gives_itself_and_its_parts():
    assert parts("МТЗ-82.1") == [("МТЗ-82.1", 0), ("МТЗ", 0), ("82.1", 1), ("82", 1), ("1", 2)]


def test_a_hyphenated_word_gives_itself_and_its_parts():
    assert parts("юго-запад") == [("юго-запад", 0), ("юго", 0), ("запад", 1)]


def test_a_decimal_number_is_not_taken_apart():
    assert parts("1,5") == [("1,5", 0)]


def test_an_endless_chain_is_several_units():
    assert [len(unit) for unit in units("а-" * 50)] == [31, 31, 31, 3]
