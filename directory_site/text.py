"""Texts of the roster inside Markdown: they come out as they are written, whatever they hold."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable

from congvu.names import slug

# What Markdown or one of its usual extensions could take for markup. A hyphen between words
# ("Tài chính - Kế hoạch") can't be any and stays, so that the sources stay legible.
_MARKUP = re.compile(r"[\\`*_{}\[\]()#+.!|~^=:@$<>&\"']|(?<![\w ])-|-(?![\w ])")


def escape(text: str) -> str:
    """Write a text as one line of Markdown that shows it literally.

    Entities rather than backslashes: they mean the same to Markdown, to its extensions and in
    HTML, also in a table's cell and at a line's start.
    """
    return _MARKUP.sub(lambda match: f"&#{ord(match[0])};", one_line(text))


def one_line(text: str) -> str:
    """Join lines and runs of spaces: a line break would end a heading or a table's row."""
    return " ".join(text.split())


def anchor(text: str, separator: str = "-") -> str:
    """Return a heading's id; Python-Markdown's own drops đ and so maims Vietnamese.

    >>> anchor("Đơn vị sự nghiệp")
    'don-vi-su-nghiep'
    """
    return slug(html.unescape(text), separator)


def mail(address: str) -> str:
    """Link to an address. Not ``<address>``: Python-Markdown scrambles that, which doubles it."""
    return f"[{address}](mailto:{address})"


def front_matter(title: str, description: str, crumbs: Iterable[tuple[str, str]] = ()) -> str:
    """Return a page's head.

    Texts are escaped for HTML, because themes print them as they are (MkDocs renders templates
    without autoescape). JSON's string form is YAML's in double quotes.

    Args:
        title: the page's title, without the site's name.
        description: one sentence for search engines.
        crumbs: what stands above the page below the front page, as text and address from the root.
    """
    lines = ["---", f"title: {_quoted(title)}", f"description: {_quoted(description)}"]
    above = [f"- {{title: {_quoted(text)}, to: {_quoted(to)}}}" for text, to in crumbs]
    if above:
        lines += ["crumbs:", *above]
    return "\n".join([*lines, "---", ""])


def _quoted(text: str) -> str:
    return json.dumps(html.escape(one_line(text)), ensure_ascii=False)
