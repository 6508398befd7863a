"""Builds what the browser loads: an engine a script, minified, and each roster's data."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Collection
from pathlib import Path

from benchmarks.search_engines.columns import columns
from benchmarks.search_engines.roster import (
    CACHE,
    PEOPLE,
    invented_directory,
    sample_directory,
)
from congvu.office import PROJECT, load_office
from directory_site.search.write import index
from directory_site.source import Source

WEB = Path(__file__).parent / "web"
SITE = CACHE / "site"
_OWN = PROJECT / "directory_site" / "pages" / "assets" / "search"
MODULES = CACHE / "node_modules"
ENGINES = ("own", "minisearch", "minisearch_prebuilt", "flexsearch", "pagefind")
# Where scripts outside the packages' folder find them.
_ENVIRONMENT = {**os.environ, "NODE_PATH": str(MODULES)}


def build(engines: Collection[str] = ENGINES, site: Path = SITE) -> None:
    """Build what some engines need anew; the directory's own needs nothing from npm.

    Args:
        engines: which.
        site: where to; emptied first.
    """
    shutil.rmtree(site, ignore_errors=True)
    site.mkdir(parents=True)
    for name in ("index.html", "page.js"):
        shutil.copy(WEB / name, site)
    shutil.copytree(_OWN, site / "own")
    (site / "engines").mkdir()
    shutil.copy(WEB / "own.js", site / "engines")
    bundled = [engine for engine in engines if engine != "own"]
    if bundled:
        _bundle([WEB / f"{engine}.js" for engine in bundled], site / "engines", "--format=esm")
        node = ("--platform=node", "--format=esm", "--packages=external")
        _bundle([WEB / "build.mjs"], CACHE, *node, "--out-extension:.js=.mjs")
    for name, directory in (
        ("sample", sample_directory()),
        ("invented", invented_directory(PEOPLE)),
    ):
        folder = site / "data" / name
        folder.mkdir(parents=True)
        (folder / "chi-muc.bin").write_bytes(index(Source(load_office(), directory)))
        if bundled:
            text = json.dumps(columns(directory), ensure_ascii=False, separators=(",", ":"))
            (folder / "columns.json").write_text(text, encoding="utf-8")
            command = ["node", str(CACHE / "build.mjs"), str(folder), *bundled]
            subprocess.run(command, check=True, cwd=CACHE)


def _bundle(scripts: list[Path], folder: Path, *flags: str) -> None:
    command = [str(MODULES / ".bin" / "esbuild"), *map(str, scripts), "--bundle", "--minify"]
    command += ["--log-level=error", "--target=es2022", f"--outdir={folder}", *flags]
    subprocess.run(command, check=True, env=_ENVIRONMENT)
