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
from congvu.directory import Directory
from congvu.office import PROJECT, load_office
from directory_site.search.write import index
from directory_site.source import Source

WEB = Path(__file__).parent / "web"
SITE = CACHE / "site"
OWN = PROJECT / "directory_site" / "pages" / "assets" / "search"
MODULES = CACHE / "node_modules"
ENGINES = ("own", "minisearch", "minisearch_prebuilt", "flexsearch", "pagefind")
# Where scripts outside the packages' folder find them.
_ENVIRONMENT = {**os.environ, "NODE_PATH": str(MODULES)}


def build(engines: Collection[str] = ENGINES) -> None:
    """Build what some engines need anew."""
    shutil.rmtree(SITE, ignore_errors=True)
    SITE.mkdir(parents=True)
    for name in ("index.html", "page.js"):
        shutil.copy(WEB / name, SITE)
    shutil.copytree(OWN, SITE / "own")
    _bundle([WEB / f"{engine}.js" for engine in engines], SITE / "engines", "--format=esm")
    _bundle(
        [WEB / "build.mjs"],
        CACHE,
        "--platform=node",
        "--format=esm",
        "--packages=external",
        "--out-extension:.js=.mjs",
    )
    for name, directory in (
        ("sample", sample_directory()),
        ("invented", invented_directory(PEOPLE)),
    ):
        _data(directory, SITE / "data" / name, engines)


def _data(directory: Directory, folder: Path, engines: Collection[str]) -> None:
    folder.mkdir(parents=True)
    text = json.dumps(columns(directory), ensure_ascii=False, separators=(",", ":"))
    (folder / "columns.json").write_text(text, encoding="utf-8")
    (folder / "chi-muc.bin").write_bytes(index(Source(load_office(), directory)))
    subprocess.run(["node", str(CACHE / "build.mjs"), str(folder), *engines], check=True, cwd=CACHE)


def _bundle(scripts: list[Path], folder: Path, *flags: str) -> None:
    command = [str(MODULES / ".bin" / "esbuild"), *map(str, scripts), "--bundle", "--minify"]
    command += ["--log-level=error", "--target=es2022", f"--outdir={folder}", *flags]
    subprocess.run(command, check=True, env=_ENVIRONMENT)
