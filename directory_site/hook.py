"""MkDocs hook: feeds the generated pages into the build, and keeps it lean and deterministic.

A hook rather than a plugin: nothing has to be installed, and all that it does stands here.
"""

from __future__ import annotations

import os
import re
import sys
from functools import lru_cache
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

# MkDocs loads a hook by its path; the packages beside it are found only if told where.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from directory_site.markdown.parts import site_name
from directory_site.outputs import outputs
from directory_site.source import Source, SourceError, read_source
from directory_site.text import anchor

_MAIL_TEXT = re.compile(r'(<a href="mailto:[^"]*">[^<@]*)@')


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Take the site's name and address from the office, and fix the day that archives carry.

    Raises:
        SystemExit: the roster breaks a rule; the build stops before it touches the site's folder.
    """
    os.environ.setdefault("SOURCE_DATE_EPOCH", "0")
    _source.cache_clear()  # `mkdocs serve` builds many times
    source = _source()
    office = source.office
    config.site_name = site_name(office)
    config.site_url = f"https://danhba.{office.domain}/"
    contact = next((u for u in source.directory.units if u.id == office.directory.contact), None)
    config.extra["office"] = {"name": office.name, "runs": office.office, "contact": contact}
    config.mdx_configs.setdefault("toc", {})["slugify"] = anchor
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages of the roster."""
    for output in outputs(_source()):
        files.append(File.generated(config, output.path, content=output.content))
    return files


def on_page_content(html: str, **_: object) -> str:
    """Let a long address break before its @ on a narrow screen, and nowhere else if it fits."""
    return _MAIL_TEXT.sub(r"\1<wbr>@", html)


@lru_cache(maxsize=1)
def _source() -> Source:
    try:
        return read_source()
    except SourceError as error:
        # Not MkDocs's own exceptions: they add English lines, or write to standard output.
        print(error, file=sys.stderr)
        raise SystemExit(1) from None
