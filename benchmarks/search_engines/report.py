"""Weighs the engines and prints two tables for benchmarks/README.md, as Markdown.

benchmarks/search-engines [own minisearch …]
"""

from __future__ import annotations

import argparse
import statistics
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from math import floor

from selenium import webdriver

from benchmarks.search_engines.browser import SLOWER, Engine, Loaded, Server, address, served
from benchmarks.search_engines.build import build
from benchmarks.search_engines.quality import Judged, by_group, share
from benchmarks.search_queries import BY_HAND, INVENTED, Query, load
from guide.pictures.tools import browser

_DATA = {"sample": BY_HAND, "invented": INVENTED}
_FIRST = "nguyen van hung"
_RUNS = 3
# Typing all of them takes the slowest most of an hour; these come from every group but one.
_TYPED_EVERY = 32


@dataclass(frozen=True)
class Candidate:
    """One engine in one set-up.

    Attributes:
        name: as the tables call it.
        engine: its script in web/.
        decode: whether the directory's own reading of Telex and VNI stands in front of it.
    """

    name: str
    engine: str
    decode: bool = False


CANDIDATES = (
    Candidate("the directory's own", "own"),
    Candidate("MiniSearch", "minisearch"),
    Candidate("MiniSearch, decoder", "minisearch", decode=True),
    Candidate("MiniSearch prebuilt, decoder", "minisearch_prebuilt", decode=True),
    Candidate("FlexSearch", "flexsearch"),
    Candidate("FlexSearch, decoder", "flexsearch", decode=True),
    Candidate("Pagefind", "pagefind"),
    Candidate("Pagefind, decoder", "pagefind", decode=True),
)


@dataclass(frozen=True)
class Cost:
    """What a candidate costs at 30,000 people with the processor slowed; times in milliseconds."""

    loaded: Loaded
    ready: float
    half: float
    most: float


def main() -> int:
    """Build, measure, print."""
    parser = argparse.ArgumentParser(prog="benchmarks/search-engines")
    known = sorted({one.engine for one in CANDIDATES})
    parser.add_argument("engines", nargs="*", metavar="|".join(known), help="all by default")
    engines = parser.parse_args().engines or known
    if unknown := set(engines) - set(known):
        parser.error(f"không có {', '.join(sorted(unknown))}")
    candidates = [one for one in CANDIDATES if one.engine in engines]
    build(engines)
    queries = {data: load(file) for data, file in _DATA.items()}
    costs: dict[str, Cost] = {}
    judged = {}
    with served() as server, browser() as chrome:
        for one in candidates:
            print(f"{one.name}: answers", file=sys.stderr)
            judged[one] = {
                data: _judge(chrome, server, one, data, asked) for data, asked in queries.items()
            }
        for one in {one.engine: one for one in reversed(candidates)}.values():
            print(f"{one.name}: time", file=sys.stderr)
            costs[one.engine] = _cost(chrome, server, one, [*chain(*queries.values())])
    print(_costs(costs, judged))
    print(_qualities(judged))
    return 0


def _judge(
    chrome: webdriver.Chrome, server: Server, one: Candidate, data: str, queries: Sequence[Query]
) -> list[Judged]:
    engine = Engine(chrome, address(server, one.engine, data, decode=one.decode))
    answers = engine.answers([query.typed for query in queries])
    return [Judged(query, found) for query, found in zip(queries, answers, strict=True)]


def _cost(
    chrome: webdriver.Chrome, server: Server, one: Candidate, queries: Sequence[Query]
) -> Cost:
    page = address(server, one.engine, "invented", decode=one.decode)
    ready = []
    for _ in range(_RUNS):
        server.forget()
        engine = Engine(chrome, page, slower=SLOWER)
        ready.append(engine.ready)
        engine.answers([_FIRST])
    loaded = server.loaded()
    times = engine.keystrokes([query.typed for query in queries[::_TYPED_EVERY]])
    return Cost(loaded, statistics.median(ready), _at(times, 0.5), _at(times, 0.95))


def _at(times: Sequence[float], part: float) -> float:
    return times[floor(part * (len(times) - 1))]


def _costs(costs: dict[str, Cost], judged: dict[Candidate, dict[str, list[Judged]]]) -> str:
    heads = ("gzip kB", "brotli kB", "files", "ready s", "p50 ms", "p95 ms",
             "first: sample %", "first: 30,000 %", "ten: sample %", "ten: 30,000 %")  # fmt: skip
    rows = []
    for one, found_in in judged.items():
        # The decoder is 1 kB, and is asked only where nothing fits.
        cost = costs[one.engine]
        shares = [share(found) for found in found_in.values()]
        rows.append(
            (
                one.name,
                f"{cost.loaded.gzip / 1000:.0f}",
                f"{cost.loaded.brotli / 1000:.0f}",
                str(cost.loaded.requests),
                f"{cost.ready / 1000:.1f}",
                f"{cost.half:.1f}",
                f"{cost.most:.1f}",
                *(f"{one.first_percent:.0f}" for one in shares),
                *(f"{one.among_ten_percent:.0f}" for one in shares),
            )
        )
    return _table(("", *heads), rows)


def _qualities(judged: dict[Candidate, dict[str, list[Judged]]]) -> str:
    shares = {one: by_group([*chain(*found.values())]) for one, found in judged.items()}
    groups = next(iter(shares.values()))
    rows = [
        (
            group,
            str(groups[group].of),
            *(
                f"{found[group].first_percent:.0f} / {found[group].among_ten_percent:.0f}"
                for found in shares.values()
            ),
        )
        for group in groups
    ]
    return _table(("first / among ten, %", "queries", *(one.name for one in shares)), rows)


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [heads, ["---", *("---:" for _ in heads[1:])], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


if __name__ == "__main__":
    raise SystemExit(main())
