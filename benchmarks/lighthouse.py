"""Lighthouse on a release as nginx serves it: a table of points, and what costs them."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from statistics import median

from audit import lighthouse, nginx
from audit.release import Release, build, build_invented

RUNS = 3


def main() -> None:
    """Build, serve, measure, print."""
    parser = argparse.ArgumentParser(prog="benchmarks/lighthouse")
    parser.add_argument("people", nargs="?", type=int, help="so many invented people")
    people = parser.parse_args().people
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        release = build_invented(folder, people) if people else _sample(folder)
        with nginx.served(release.root, folder / "nginx") as server:
            print(f"{'':<36}" + "".join(f"{name:>16}" for name in lighthouse.CATEGORIES))
            for path in lighthouse.pages(release.site):
                _measure(server.address, path)


def _sample(folder: Path) -> Release:
    root = folder / "web"
    root.mkdir()
    return build(root)


def _measure(address: str, path: str) -> None:
    """Print a page's line, and below it what costs points in any of its runs."""
    reports = [lighthouse.run(address + path) for _ in range(RUNS)]
    points = (
        median(report.scores[category] for report in reports) for category in lighthouse.CATEGORIES
    )
    print(f"{path:<36}" + "".join(f"{point:>16}" for point in points), flush=True)
    for line in sorted({line for report in reports for line in report.lost}):
        print(f"    {line}", flush=True)


if __name__ == "__main__":
    main()
