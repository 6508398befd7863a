"""MkDocs hook that adds the generated pages to the build, and keeps it fast and reproducible.

It is a hook and not a plugin, so nothing must be installed.
"""

from __future__ import annotations

import gc
import os
import sys
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

# MkDocs loads a hook by its path, so the project's folder must be added to the import path.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from directory_site.addresses import root
from directory_site.beside import Beside, BesideError, shares
from directory_site.cache import Cache
from directory_site.markdown.parts import site_name
from directory_site.outputs import made_files, page_texts, write
from directory_site.pdf import make_pdfs, printed
from directory_site.rendered import Rendered
from directory_site.revision import revision_shown
from directory_site.source import Source, SourceError, read_source
from directory_site.text import anchor


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Take the site's name and URL from the office, and set a fixed day for archives.

    Raises:
        SystemExit: the roster breaks a rule; the build stops before it touches the site's folder.
    """
    os.environ.setdefault("SOURCE_DATE_EPOCH", "0")
    # A build makes millions of small objects that are all needed until its end.
    gc.disable()
    read_source.cache_clear()  # `mkdocs serve` builds again and again
    source = _source()
    office = source.office
    config.site_name = site_name(office)
    config.site_url = root(office)
    contact = next((u for u in source.directory.units if u.id == office.directory.contact), None)
    config.extra["office"] = {"name": office.name, "runs": office.office, "contact": contact}
    config.extra["revision"] = revision_shown(source.revision)
    config.mdx_configs.setdefault("toc", {})["slugify"] = anchor
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Start the other processes, add the roster's pages, and open the cache of their HTML."""
    source = _source()
    _ = source.unit_keys  # compute it before processes are forked
    beside = [Beside(partial(made_files, source), "Chưa lập được các tệp dữ liệu")]
    kept, missing = printed(source)
    beside += [
        Beside(partial(make_pdfs, share, source), f"Chưa lập được {share[0]}")
        for share in shares(missing)
    ]
    for path, text in page_texts(source).items():
        files.append(File.generated(config, path, content=text))
    cache = Cache()
    _BUILD.append(_Build(cache, Rendered(config, cache), kept, beside))
    return files


def on_page_markdown(markdown: str, page: Page, files: Files, **_: object) -> str:
    """Leave out the parts that Markdown need not read (see `rendered`)."""
    return _BUILD[-1].rendered.before(markdown, page, files)


def on_page_content(html: str, page: Page, files: Files, **_: object) -> str:
    """Put back the parts that Markdown did not read."""
    return _BUILD[-1].rendered.after(html, page, files)


def on_post_build(config: MkDocsConfig) -> None:
    """Save the rendered pages in the cache, and add the files of the other processes.

    Raises:
        SystemExit: a file can't be made.
    """
    build = _BUILD.pop()
    build.cache.close()
    # All objects of the build stay until its end, so the collector need not visit them.
    gc.freeze()
    gc.enable()
    try:
        for files in (build.kept, *(one.result() for one in build.beside)):
            write(files, Path(config.site_dir))
    except BesideError as error:
        print(error, file=sys.stderr)
        raise SystemExit(1) from None


@dataclass(frozen=True)
class _Build:
    """The state of one build."""

    cache: Cache
    rendered: Rendered
    kept: dict[str, bytes]
    beside: list[Beside[dict[str, bytes]]]


# The present build. It is a global, since MkDocs has no place for a hook's state.
_BUILD: list[_Build] = []


def _source() -> Source:
    try:
        return read_source()
    except SourceError as error:
        # Do not raise MkDocs's exceptions, which add English lines or write to standard output.
        print(error, file=sys.stderr)
        raise SystemExit(1) from None
