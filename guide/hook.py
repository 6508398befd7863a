"""MkDocs hook of the internal site: makes the build reproducible and its search small."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

# MkDocs loads a hook by its path, so the project's folder must be added to the import path.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from directory_site.text import anchor

# Files of Material for other languages and for its developers.
_UNUSED = re.compile(
    r"assets/javascripts/lunr/(?!min/lunr\.(vi|stemmer\.support)\.min\.js$)|\.map$|^pictures/"
)


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Make anchors of Vietnamese headings, and set a fixed day for archives."""
    os.environ.setdefault("SOURCE_DATE_EPOCH", "0")
    config.mdx_configs.setdefault("toc", {})["slugify"] = anchor
    config.mdx_configs["toc"]["toc_depth"] = "2-3"
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Remove files that no page loads."""
    for file in [file for file in files if _UNUSED.search(file.src_uri)]:
        files.remove(file)
    return files


def on_page_markdown(markdown: str, page: Page, **_: object) -> str:
    """Make the search show the guide before the reference."""
    if page.file.src_uri.startswith("huong-dan/"):
        page.meta["search"] = {"boost": 2}
    return markdown
