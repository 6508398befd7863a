"""The search must not get worse: hundreds of queries with acceptable first answers.

`benchmarks/search_queries` has the queries and the acceptable mailboxes. The minimum values are the
engine's results when they were set, less one query. After an improvement, raise them.
"""

from itertools import chain

import pytest

from benchmarks.search_engines.browser import Engine, address, served
from benchmarks.search_engines.build import build
from benchmarks.search_engines.quality import Judged, by_group
from benchmarks.search_queries import BY_HAND, INVENTED, load

# Group: minimum percentage with an acceptable first answer, and with one among the first ten.
FLOORS = {
    "names without diacritics": (97, 97),
    "names with diacritics": (96, 96),
    "names in another order": (96, 96),
    "beginnings of words": (93, 97),
    "titles and places": (89, 95),
    "units": (98, 98),
    "functions": (98, 98),
    "sections": (97, 97),
    "addresses": (93, 97),
    "Telex": (97, 97),
    "VNI": (92, 97),
    "tone placement": (97, 97),
    "one typing error": (87, 90),
    "initials": (88, 97),
    "words run together": (97, 97),
    "names mixed with places or titles": (97, 97),
    "decomposed letters": (96, 96),
    "words that stand nowhere": (95, 95),
}


@pytest.fixture(scope="module")
def shares(browser, tmp_path_factory):
    site = tmp_path_factory.mktemp("search") / "site"
    build(["own"], site)
    judged = []
    with served(site) as server:
        for data, file in (("sample", BY_HAND), ("invented", INVENTED)):
            queries = load(file)
            engine = Engine(browser, address(server, "own", data, decode=False))
            answers = engine.answers([query.typed for query in queries])
            judged.append(Judged(*pair) for pair in zip(queries, answers, strict=True))
    return by_group([*chain(*judged)])


@pytest.mark.parametrize("group", FLOORS)
def test_a_group_of_queries_finds_what_it_found_before(shares, group):
    first, among_ten = FLOORS[group]
    share = shares[group]
    assert share.first_percent >= first
    assert share.among_ten_percent >= among_ten


def test_every_group_has_its_floor(shares):
    assert list(shares) == list(FLOORS)
