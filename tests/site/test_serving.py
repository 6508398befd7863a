"""What nginx answers under the role's configuration: kinds of content, compression, headers."""

import http.client
import re
import ssl
from urllib.parse import urlsplit

import pytest

# What browsers, calendars of contacts and readers of feeds and data must be told of each kind.
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "application/javascript; charset=utf-8",
    ".json": "application/json",
    ".csv": "text/csv; charset=utf-8",
    ".vcf": "text/vcard; charset=utf-8",
    ".xml": "text/xml; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".pdf": "application/pdf",
    ".txt": "text/plain; charset=utf-8",
    ".bin": "application/octet-stream",
    ".woff2": "font/woff2",
    ".webmanifest": "application/manifest+json",
}
_PACKED = {".br", ".gz"}
_ALREADY_SMALL = {".png", ".ico", ".pdf", ".woff2", *_PACKED}


@pytest.fixture(scope="module")
def ask(url):
    """Ask nginx for a path; answer with status, headers and body."""
    address = urlsplit(url)
    trusting = ssl._create_unverified_context()
    connection = http.client.HTTPSConnection(address.hostname, address.port, context=trusting)

    def asked(path, **headers):
        connection.request(
            "GET", path, headers={k.replace("_", "-"): v for k, v in headers.items()}
        )
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()

    yield asked
    connection.close()


def paths(release):
    """One file of each kind of name: suffix and folder."""
    found = {}
    for file in sorted(release.site.rglob("*")):
        if file.is_file() and file.suffix not in _PACKED and not file.name.startswith("."):
            found.setdefault((file.parent, file.suffix), file)
    return {"/" + file.relative_to(release.site).as_posix(): file for file in found.values()}


def test_every_kind_of_file_says_what_it_is(ask, release):
    for path, file in paths(release).items():
        status, headers, body = ask(path)
        assert (status, headers["Content-Type"]) == (200, TYPES[file.suffix]), path
        assert body == file.read_bytes(), path


@pytest.mark.parametrize(("coding", "suffix"), [("br", ".br"), ("gzip", ".gz")])
def test_the_packed_file_beside_it_is_sent_to_who_takes_it(ask, release, coding, suffix):
    for path, file in paths(release).items():
        _, headers, body = ask(path, Accept_Encoding=coding)
        beside = file.with_name(file.name + suffix)
        if file.suffix in _ALREADY_SMALL or not beside.exists():
            assert headers["Content-Encoding"] is None, path
            assert file.suffix in _ALREADY_SMALL or file.stat().st_size < 1000, path
        else:
            assert headers["Content-Encoding"] == coding, path
            assert "Accept-Encoding" in headers["Vary"], path
            assert body == beside.read_bytes(), path


def test_brotli_goes_first(ask):
    assert ask("/", Accept_Encoding="gzip, deflate, br")[1]["Content-Encoding"] == "br"


def test_a_page_that_is_not_there_says_so_in_vietnamese(ask):
    for path in ("/khong-co/", "/khong-co.html", "/.complete", "/don-vi/khong-co/danh-ba.vcf"):
        status, headers, body = ask(path)
        assert status == 404
        assert headers["Content-Type"] == TYPES[".html"]
        assert "Không có trang này" in body.decode()


def test_who_has_a_page_already_gets_none(ask):
    for coding in ("br", "gzip", "identity"):
        _, headers, _ = ask("/", Accept_Encoding=coding)
        again = ask("/", Accept_Encoding=coding, If_None_Match=headers["ETag"])
        assert (again[0], again[2]) == (304, b"")
    assert headers["Last-Modified"] is None


@pytest.mark.parametrize("path", ["/", "/khong-co/", "/404.html", "/sitemap.xml"])
def test_the_policy_comes_with_everything_and_allows_nothing_inline(ask, path):
    _, headers, _ = ask(path)
    policy = dict(
        directive.strip().partition(" ")[::2]
        for directive in headers["Content-Security-Policy"].split(";")
    )
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    allowed = {source for sources in policy.values() for source in sources.split()}
    assert allowed <= {"'self'", "'none'", "data:"}
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert int(re.match(r"max-age=(\d+)", headers["Strict-Transport-Security"])[1]) >= 31536000
    assert headers["Set-Cookie"] is None
