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
from directory_site.publish import checks  # noqa: E402


def main(target: str) -> int:
    """Build once; 1 where the site did not pass."""
    laps: dict[str, float] = {}
    for module, step in (
        (archive, "build"), (archive, "check"), (archive, "compressed"), (archive, "pack"),
        (checks, "wrong_markup"),
    ):  # fmt: skip
        setattr(module, step, _timed(step, getattr(module, step), laps))
    code = archive.main([target])
    laps["all"] = time.perf_counter() - BEGUN
    print(json.dumps(laps))
    return code


def _timed(name: str, work: Callable[..., Any], laps: dict[str, float]) -> Callable[..., Any]:
    def timed(*given: Any) -> Any:
        begun = time.perf_counter()
        found = work(*given)
        # A generator works only when it is asked.
        found = list(found) if name == "wrong_markup" else found
        laps[name] = time.perf_counter() - begun
        return found

    return timed


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        sys.exit(main(str(Path(folder, sys.argv[1]))))
