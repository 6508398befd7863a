"""robots.txt: the paths that crawlers should not read."""

from __future__ import annotations

from directory_site.addresses import root
from directory_site.source import Source


def robots_txt(source: Source) -> str:
    """Return the file's text (RFC 9309) with the address of the sitemap.

    Crawlers should not read the cards of single people. The search page stays allowed: all its
    answers have one canonical URL, and search engines must be able to read this.
    """
    return "\n".join(
        [
            "User-agent: *",
            "Disallow: /the/",
            f"Sitemap: {root(source.office)}sitemap.xml",
            "",
        ]
    )
