"""Runs the benchmarks and prints each result beside its aim."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator

from benchmarks import core, delivery, export, logins, on_request, provisioning, site, visitors
from benchmarks.measure import Result

BENCHMARKS: dict[str, Callable[[], Iterator[Result]]] = {
    "core": core.results,
    "export": export.results,
    "site": site.results,
    "visitors": visitors.results,
    "on-request": on_request.results,
    "provisioning": provisioning.results,
    "logins": logins.results,
    "delivery": delivery.results,
}


def main() -> int:
    """Run the benchmarks named on the command line, all without a name."""
    parser = argparse.ArgumentParser(prog="benchmarks/run")
    parser.add_argument("names", nargs="*", metavar="|".join(BENCHMARKS))
    names = parser.parse_args().names or list(BENCHMARKS)
    if unknown := [name for name in names if name not in BENCHMARKS]:
        parser.error(f"không có phép đo {', '.join(unknown)}")
    for name in names:
        print(f"== {name}")
        for result in BENCHMARKS[name]():
            print(result, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
