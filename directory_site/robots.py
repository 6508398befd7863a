"""robots.txt: which addresses programs that read the whole site are asked to leave alone."""

from __future__ import annotations

from directory_site.addresses import root
from directory_site.source import Source


def robots_txt(source: Source) -> str:
    """Return the file's text (RFC 9309) with the address of the sitemap.

    A single person's card is there for people who ask for one. The search page stays open: all
    its answers have one canonical address, and who closes it keeps search engines from seeing
    that.
    """
    return "\n".join(
        [
            "User-agent: *",
            "Disallow: /the/",
            f"Sitemap: {root(source.office)}sitemap.xml",
            "",
        ]
    )
