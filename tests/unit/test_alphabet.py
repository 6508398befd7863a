"""The order of the Vietnamese alphabet. tests/site compares it with the browser's order."""

import re
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congvu.alphabet import LETTERS, OTHER, letter, order, typed

IN_ORDER = [
    ["a", "à", "ả", "ã", "á", "ạ", "ă", "ằ", "ẳ", "ẵ", "ắ", "ặ", "â", "ầ", "ẩ", "ẫ", "ấ", "ậ", "b"],
    ["d", "đ", "e", "ê", "g", "i", "o", "ô", "ơ", "p", "u", "ư", "v", "x", "y"],
    ["An", "An Bình", "Án", "Anh", "Ánh", "Ân", "Dung", "Dũng", "Duy", "Đào", "Đức"],
    ["Hoa", "Hòa", "Hỏa", "Hóa", "Họa", "Hoan", "Hồ", "Hơ", "Hùng"],
    ["Tám", "Tan", "Tâm", "Tầm", "Tấm", "Tấn", "Thủy", "Thư"],
    ["Tây Phú", "Tây Phú 2", "Tây Phú 10", "Tây Sơn"],
]


@pytest.mark.parametrize("texts", IN_ORDER)
def test_texts_stand_as_in_a_dictionary(texts):
    mixed = Random(7).sample(texts, len(texts))
    assert sorted(mixed, key=order) == texts


@pytest.mark.parametrize("one, other", [("hòa", "hoà"), ("Thúy", "THUÝ"), ("Y-Wĭng", "Y Wing")])
def test_what_is_written_two_ways_stands_at_one_place(one, other):
    assert order(one) == order(other)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *(("Ẩn", "Â"), ("Đà", "Đ"), ("dũng", "D"), ("Ưng", "Ư"), ("Ỷ", "Y"), ("(Ê Ban)", "Ê")),
        *(("– Ân", "Â"), ("Čư", "C"), ("Ƀăng", "B"), ("115", OTHER), ("", OTHER)),
    ],
)
def test_every_text_has_its_letter(text, expected):
    assert letter(text) == expected


def test_no_two_letters_share_an_address():
    addresses = [typed(one) for one in (*LETTERS, OTHER)]
    assert len(set(addresses)) == len(addresses)
    assert all(address.isascii() and address.replace("-", "").isalnum() for address in addresses)


@given(st.text())
def test_any_text_has_a_letter_and_an_address_that_begins_with_it(text):
    assert letter(text) in (*LETTERS, OTHER)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", typed(text))
    if letter(text) != OTHER:
        assert typed(text).startswith(typed(letter(text)))
