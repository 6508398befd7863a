"""Checks every page with the W3C's Nu HTML Checker.

This Java program checks content models, attributes and ARIA, not only the syntax. A page that has
passed is not checked again until its bytes change.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from congvu.office import PROJECT
from directory_site.cache import Cache, key_of
from directory_site.publish.tools import MissingToolError

CHECKER = PROJECT / ".cache" / "vnu-jar" / "node_modules" / "vnu-jar"
_PASSED = b"1"
# Files in one run, below the maximum length of a command line.
_FILES = 5000


def wrong_markup(site: Path, pages: Sequence[str], cache: Cache) -> Iterator[str]:
    """Yield a sentence for each error. The checker's own text is English.

    Args:
        site: the built site.
        pages: paths of its pages from the site's root.
        cache: the cache with the pages that have passed.

    Raises:
        MissingToolError: no Java, or no checker.
    """
    version = _version()
    keys = {page: key_of("markup", version, (site / page).read_bytes()) for page in pages}
    new = [page for page in pages if cache.get(keys[page]) is None]
    found: dict[str, list[dict[str, Any]]] = {}
    for start in range(0, len(new), _FILES):
        for message in _check(site, new[start : start + _FILES]):
            page = message["url"].rpartition(f"/{site.name}/")[2]
            found.setdefault(page, []).append(message)
    for page in new:
        if page not in found:
            cache.put(keys[page], _PASSED)
        for message in found.get(page, ()):
            line = message.get("lastLine", "?")
            yield f"Trang /{page}, dòng {line}: HTML sai chuẩn: {message['message']}"


def _check(site: Path, pages: Sequence[str]) -> list[dict[str, Any]]:
    java = shutil.which("java")
    if java is None:
        raise MissingToolError("Java để kiểm tra HTML", "apt-get install default-jre-headless")
    jar = CHECKER / "build" / "dist" / "vnu.jar"
    options = ["--format", "json", "--errors-only", "--no-langdetect", "--exit-zero-always"]
    # For pages with thousands of rows the checker's default stack is too small.
    command = [java, "-Xss4m", "-jar", str(jar), *options, *(str(site / page) for page in pages)]
    done = subprocess.run(command, capture_output=True, check=False)
    try:
        messages: list[dict[str, Any]] = json.loads(done.stderr)["messages"]
    except (ValueError, KeyError):
        said = done.stderr.decode("utf-8", "replace").strip() or str(done.returncode)
        raise MissingToolError(f"bộ kiểm tra HTML chạy được (nó báo: {said[-300:]})") from None
    return messages


def _version() -> str:
    try:
        package = json.loads((CHECKER / "package.json").read_text(encoding="utf-8"))
    except OSError:
        raise MissingToolError("bộ kiểm tra HTML (vnu-jar)", "bin/setup") from None
    return f"vnu {package['version']}"
