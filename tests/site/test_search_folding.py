"""The browser and the roster fold every letter of Unicode's Latin blocks in the same way."""

import json
import subprocess
import unicodedata
from itertools import product

import pytest

from congvu.names import fold
from congvu.office import PROJECT
from directory_site.search.local_parts import plain

SCRIPT = PROJECT / "tests" / "site" / "search" / "fold.mjs"
# Basic Latin, Latin-1 Supplement, Extended-A and -B, IPA Extensions; Extended Additional.
LETTERS = [
    char
    for code in [*range(0x2B0), *range(0x1E00, 0x1F00)]
    if unicodedata.category(char := chr(code))[0] in "LN"
]
MARKS = [chr(code) for code in range(0x300, 0x370)]
COMBINED = [letter + mark for letter, mark in product("aAdĐđƀưƠơêâăæøßʒ", MARKS)]
WORDS = ["Nguyễn", "Đỗ", "H'Hen", "Ƀlŏ", "Ƀyă", "Mlô Dŭôn", "K’Sor", "Ñuết", "Č-Ŭr", "Ê-đê", "Ǣ"]


@pytest.fixture(scope="module")
def by_the_browser():
    def folded(texts):
        done = subprocess.run(
            ["node", str(SCRIPT)],
            input=json.dumps(texts),
            capture_output=True,
            text=True,
            check=True,
        )
        return dict(zip(texts, json.loads(done.stdout), strict=True))

    return folded


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_every_latin_letter_folds_as_in_the_roster(by_the_browser, form):
    texts = [unicodedata.normalize(form, text) for text in [*LETTERS, *COMBINED, *WORDS]]
    found = by_the_browser(list(dict.fromkeys(texts)))
    wrong = [
        (text, fold(text), bare, read["fold"])
        for text, (bare, read) in found.items()
        if not fold(text) == plain(text) == bare == read["fold"]
    ]
    assert not wrong


def test_letters_are_as_many_as_what_they_fold_to(by_the_browser):
    found = by_the_browser([*LETTERS, *WORDS])
    assert all(len(read["letters"]) == len(read["fold"]) for _, read in found.values())


def test_a_letter_with_a_bar_is_found_by_its_base_letter(by_the_browser):
    assert by_the_browser(["Ƀlŏ"])["Ƀlŏ"][1]["fold"] == "blo"
