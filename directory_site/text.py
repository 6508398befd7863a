"""Texts of the roster inside Markdown: they come out as they are written, whatever they hold."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import quote

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


# People stand on several pages, and thousands share a title or a unit.
@lru_cache(maxsize=65536)
def in_html(text: str) -> str:
    """Write a text inside an HTML block, in an element or in a quoted attribute, on one line."""
    return html.escape(one_line(text))


def address_in_html(address: str) -> str:
    """Write an address inside an HTML block; it may break before its @ where a line ends."""
    local, at, domain = in_html(address).partition("@")
    return f"{local}<wbr>{at}{domain}"


def mailto(address: str, subject: str = "") -> str:
    """Return the URI that writes to an address (RFC 6068), percent-encoded as UTF-8.

    It needs no more escaping in HTML or Markdown: neither quotes nor brackets nor & can be in it.

    Args:
        address: one address, local part and domain.
        subject: what the letter is about; none where empty.
    """
    uri = f"mailto:{_quoted_address(address)}"
    return f"{uri}?subject={_quoted_subject(subject)}" if subject else uri


# What stands in a URI as it is.
_UNQUOTED = re.compile(r"[A-Za-z0-9@+._-]*")


def _quoted_address(address: str) -> str:
    # Quoting takes ten times as long as seeing that there is nothing to quote.
    return address if _UNQUOTED.fullmatch(address) else quote(address, safe="@+")


@lru_cache(maxsize=4096)
def _quoted_subject(subject: str) -> str:
    return quote(one_line(subject), safe="")


def mail(address: str, subject: str = "") -> str:
    """Link to an address. Not ``<address>``: Python-Markdown scrambles that, which doubles it."""
    return f"[{address}]({mailto(address, subject)})"


def front_matter(
    title: str, description: str, crumbs: Iterable[tuple[str, str]] = (), **more: str
) -> str:
    """Return a page's head.

    Texts are escaped for HTML, because themes print them as they are (MkDocs renders templates
    without autoescape). JSON's string form is YAML's in double quotes.

    Args:
        title: the page's title, without the site's name.
        description: one sentence for search engines.
        crumbs: what stands above the page below the front page, as text and address from the root.
        more: further values, which are safe already where the theme prints them; empty ones are
            left out.
    """
    lines = ["---", f"title: {_quoted(title)}", f"description: {_quoted(description)}"]
    above = [f"- {{title: {_quoted(text)}, to: {_quoted(to)}}}" for text, to in crumbs]
    if above:
        lines += ["crumbs:", *above]
    lines += [f"{key}: {_string(value)}" for key, value in more.items() if value]
    return "\n".join([*lines, "---", ""])


def _quoted(text: str) -> str:
    return _string(html.escape(one_line(text)))


def _string(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
