"""The queries for the comparison of search engines are correct."""

import unicodedata
from collections import Counter
from itertools import chain
from random import Random

import pytest

from benchmarks.search_engines.roster import sample_directory
from benchmarks.search_queries import BY_HAND, DECOMPOSED, INVENTED, Query, load, save
from benchmarks.search_queries.keyboards import telex, vni
from benchmarks.search_queries.mistakes import KINDS, mistype, one_error_away
from benchmarks.search_queries.texts import local_part, other_placement, spelling


def test_every_expected_mailbox_is_in_the_sample_roster():
    known = {
        local_part(entry.address)
        for unit in sample_directory().units
        for entry in chain([unit], unit.sections, unit.people)
    }
    missing = [
        (query.typed, pattern)
        for query in load(BY_HAND)
        for pattern in query.expected
        if not any(Query("", "", (pattern,)).accepts(one) for one in known)
    ]
    assert not missing


def test_every_group_has_queries_enough_to_tell():
    groups = Counter(query.group for file in (BY_HAND, INVENTED) for query in load(file))
    assert min(groups.values()) >= 20
    assert len(load(BY_HAND)) >= 120


def test_decomposed_letters_are_typed_decomposed():
    queries = [query for query in load(BY_HAND) if query.group == DECOMPOSED]
    assert queries
    assert not any(unicodedata.is_normalized("NFC", query.typed) for query in queries)


def test_queries_come_back_as_they_were_saved(tmp_path):
    groups = {"names": {"nguyen van an": " ".join(f"annv{n}" for n in range(40)), "y": "ynb"}}
    save(groups, tmp_path / "queries.yml")
    first, second = load(tmp_path / "queries.yml")
    assert (first.typed, first.expected[39], second.typed) == ("nguyen van an", "annv39", "y")


@pytest.mark.parametrize(
    ("keyboard", "tone_last", "keys"),
    [
        (telex, False, "nguyeexn vawn dduwsc"),
        (telex, True, "nguyeenx vawn dduwcs"),
        (vni, False, "nguye64n va8n d9u71c"),
        (vni, True, "nguye6n4 va8n d9u7c1"),
    ],
)
def test_keys_of_a_keyboard_that_is_off(keyboard, tone_last, keys):
    assert keyboard("Nguyễn Văn Đức", tone_last=tone_last) == keys


@pytest.mark.parametrize("kind", KINDS)
def test_one_error_leads_back_to_what_was_meant(kind):
    rng = Random(1)
    for _ in range(200):
        typed = mistype("nguyen van hung", kind, rng)
        assert typed != "nguyen van hung"
        assert "nguyen van hung" in one_error_away(typed)


def test_only_the_place_of_a_tone_mark_makes_no_difference():
    assert other_placement("lý thị hồng thúy") == "lý thị hồng thuý"
    assert other_placement("quý hoà") == "quý hòa"
    assert spelling("Hoà") == spelling("hòa")
    assert spelling("Hoà") != spelling("hoa")
