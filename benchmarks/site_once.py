"""One build of the directory, in a process of its own: prints seconds a step, as JSON.

``python -m benchmarks.site_once TARGET``: what `directory_site.archive` does, with a clock beside.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

BEGUN = time.perf_counter()

from directory_site import archive  # noqa: E402  # loading it is part of the time
from directory_site.cache import Cache  # noqa: E402
from directory_site.publish import checks  # noqa: E402


def main(target: str) -> int:
    """Build once; 1 where the site did not pass."""
    laps: dict[str, float] = {}
    # The HTML checker runs beside other work; here it runs alone, before the site is packed.
    wrong_markup, pack = checks.wrong_markup, archive.pack
    checks.wrong_markup = lambda *_: iter(())

    def checked_and_packed(site: Path, *more: Any) -> None:
        _timed("wrong_markup", _markup_checked, laps)(wrong_markup, site)
        _timed("pack", pack, laps)(site, *more)

    archive.pack = checked_and_packed
    for step in ("build", "compressed"):
        setattr(archive, step, _timed(step, getattr(archive, step), laps))
    code = archive.main([target])
    laps["all"] = time.perf_counter() - BEGUN
    print(json.dumps(laps))
    return code


def _markup_checked(wrong_markup: Callable[..., Any], site: Path) -> None:
    pages = sorted(str(file.relative_to(site)) for file in site.rglob("*.html"))
    with Cache() as cache:
        assert not list(wrong_markup(site, pages, cache))


def _timed(name: str, work: Callable[..., Any], laps: dict[str, float]) -> Callable[..., Any]:
    def timed(*given: Any) -> Any:
        begun = time.perf_counter()
        found = work(*given)
        laps[name] = time.perf_counter() - begun
        return found

    return timed


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        sys.exit(main(str(Path(folder, sys.argv[1]))))
