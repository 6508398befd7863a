"""Caches the HTML of pages between builds.

The hook passes each page's Markdown before MkDocs renders it, and the HTML afterwards. A cached
page is used only if everything that it depends on is the same: the Markdown, the parser, its
settings, and the target of each link.
"""

from __future__ import annotations

import json
import posixpath
import re
from importlib.metadata import version
from typing import Any
from urllib.parse import unquote, urlsplit

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, get_toc

from directory_site import blocks, text
from directory_site.cache import Cache, code_version, key_of

_MAIL_TEXT = re.compile(r'(<a href="mailto:[^"]*">[^<@]*)@')
_LINK = re.compile(r"\]\(<?([^)\s>]*)|^ {0,3}\[[^\]\n]+\]:[ \t]*<?([^\s>]+)", re.MULTILINE)


class Rendered:
    """The pages of one build. `before` and `after` are called around the rendering of each page."""

    def __init__(self, config: MkDocsConfig, cache: Cache) -> None:
        self._cache = cache
        self._version = code_version(
            __file__,
            *(str(module.__file__) for module in (blocks, text)),
            libraries=f"{version('Markdown')} {version('mkdocs')} {_settings(config)}",
        )
        self._blocks: list[str] = []
        self._key: bytes | None = None
        self._found: dict[str, Any] | None = None

    def before(self, markdown: str, page: Page, files: Files) -> str:
        """Return the Markdown that MkDocs must render; empty if the HTML is cached."""
        markdown, self._blocks = blocks.set_aside(markdown)
        self._key, self._found = self._key_of(markdown, page, files), None
        if self._key is None or (known := self._cache.get(self._key)) is None:
            return markdown
        self._found = json.loads(known)
        return ""

    def after(self, html: str, page: Page, files: Files) -> str:
        """Return the page's HTML, and tell MkDocs of its headings and links."""
        if self._found is not None:
            html = _recall(self._found, page, files)
        elif self._key is not None:
            self._cache.put(self._key, json.dumps(_note(html, page)).encode())
        page.present_anchor_ids = (page.present_anchor_ids or set()) | blocks.ids(self._blocks)
        # On a narrow screen, a long address may break before its @.
        return blocks.put_back(_MAIL_TEXT.sub(r"\1<wbr>@", html), self._blocks)

    def _key_of(self, markdown: str, page: Page, files: Files) -> bytes | None:
        targets = []
        for inline, reference in set(_LINK.findall(markdown)):
            link = inline or reference
            target = _target(link, page, files)
            if target is None:
                return None
            targets.append(f"{link} {target}")
        if "title" not in page.meta:  # MkDocs would use the rendered heading
            return None
        return key_of(self._version, page.file.src_uri, markdown, *sorted(targets))


def _target(link: str, page: Page, files: Files) -> str | None:
    """Return the URL of a link's target, None if MkDocs would warn about the link."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc or (not parts.path and link.startswith("#")):
        return link
    folder = posixpath.dirname(page.file.src_uri)
    found = files.get_file_from_path(
        posixpath.normpath(posixpath.join(folder, unquote(parts.path)))
    )
    return found.url if found and not parts.path.startswith("/") else None


def _note(html: str, page: Page) -> dict[str, Any]:
    links = page.links_to_anchors or {}
    return {
        "html": html,
        "toc": [_token(link) for link in page.toc],
        "ids": sorted(page.present_anchor_ids or ()),
        "anchors": {file.src_uri: found for file, found in links.items()},
    }


def _recall(found: dict[str, Any], page: Page, files: Files) -> str:
    page.toc = get_toc(found["toc"])
    page.present_anchor_ids = set(found["ids"])
    page.links_to_anchors = {
        file: anchors
        for path, anchors in found["anchors"].items()
        if (file := files.get_file_from_path(path))
    }
    return str(found["html"])


def _token(link: AnchorLink) -> dict[str, Any]:
    children = [_token(child) for child in link.children]
    return {"name": link.title, "id": link.id, "level": link.level, "children": children}


def _settings(config: MkDocsConfig) -> str:
    """Return the parser's settings as text. Functions appear by name and not by memory address."""
    settings = [config.markdown_extensions, config.mdx_configs, config.use_directory_urls]
    return json.dumps(settings, sort_keys=True, default=lambda value: value.__qualname__)
