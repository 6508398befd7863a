"""Answers of nginx with the role's configuration: types, compression, headers, limits."""

import http.client
import ssl
from pathlib import Path

import pytest

from audit.nginx import served
from directory_site.cache import Cache
from directory_site.publish.compress import compressed

TYPES = {
    "index.html": "text/html; charset=utf-8",
    "assets/x.css": "text/css; charset=utf-8",
    "assets/x.js": "text/javascript; charset=utf-8",
    "thay-doi.xml": "application/atom+xml; charset=utf-8",
    "sitemap.xml": "application/xml; charset=utf-8",
    "manifest.webmanifest": "application/manifest+json",
    "tim-kiem/chi-muc.bin": "application/octet-stream",
    "don-vi/x/danh-ba.vcf": "text/vcard; charset=utf-8",
    "don-vi/x/qr.svg": "image/svg+xml; charset=utf-8",
    "du-lieu/v1/danh-ba.csv": "text/csv; charset=utf-8",
    "du-lieu/v1/danh-ba.json": "application/json",
    "du-lieu/v1/danh-ba.schema.json": "application/schema+json",
    "du-lieu/v1/danh-ba.csv-metadata.json": "application/csvm+json",
    "danh-ba.pdf": "application/pdf",
    "404.html": "text/html; charset=utf-8",
    "the/x/1.vcf": "text/vcard; charset=utf-8",
}
EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-cache",
}


@pytest.fixture(scope="module")
def releases(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("releases")
    site = folder / "releases" / "one"
    for path in TYPES:
        file = site / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"{path} " * 400)
    for beside, content in compressed(site, Cache(tmp_path_factory.mktemp("cache"))).items():
        beside.write_bytes(content)
    (folder / "current").symlink_to("releases/one")
    return folder


def get(url, path, **headers):
    """Return status, headers and body of an answer."""
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    port = int(url.rpartition(":")[2])
    connection = http.client.HTTPSConnection("127.0.0.1", port, context=trusting, timeout=20)
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, answer.headers, body


@pytest.fixture(scope="module")
def url(releases, tmp_path_factory):
    with served(releases, tmp_path_factory.mktemp("nginx")) as server:
        yield server.address


@pytest.mark.parametrize("path", TYPES)
def test_every_file_has_its_type(url, path):
    status, headers, _ = get(url, f"/{path}")
    assert (status, headers["Content-Type"]) == (200, TYPES[path])


@pytest.mark.parametrize(
    ("accepted", "sent"), [("gzip, br", "br"), ("gzip", "gzip"), ("identity", None)]
)
def test_what_was_compressed_before_is_sent(url, releases, accepted, sent):
    for path in ("/", "/du-lieu/v1/danh-ba.csv", "/tim-kiem/chi-muc.bin", "/thay-doi.xml"):
        _, headers, body = get(url, path, **{"Accept-Encoding": accepted})
        assert headers["Content-Encoding"] == sent
        assert "Accept-Encoding" in headers["Vary"]
        file = releases / "current" / (path.strip("/") or "index.html")
        suffix = {"br": ".br", "gzip": ".gz", None: ""}[sent]
        assert body == file.with_name(file.name + suffix).read_bytes()


@pytest.mark.parametrize("path", ["/", "/du-lieu/v1/danh-ba.csv", "/khong-co/", "/thay-doi.xml"])
def test_every_answer_has_the_headers(url, path):
    status, headers, _ = get(url, path)
    assert status == (404 if path == "/khong-co/" else 200)
    assert {name: headers[name] for name in EVERYWHERE} == EVERYWHERE
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "camera=()" in headers["Permissions-Policy"]
    assert headers["Strict-Transport-Security"] == "max-age=31536000"
    assert "Set-Cookie" not in headers
    assert "Last-Modified" not in headers


def test_only_the_open_data_are_for_other_sites(url):
    for path, origin, resource in (
        ("/du-lieu/v1/danh-ba.json", "*", "cross-origin"),
        ("/", None, "same-origin"),
        ("/tim-kiem/chi-muc.bin", None, "same-origin"),
    ):
        _, headers, _ = get(url, path)
        assert headers["Access-Control-Allow-Origin"] == origin
        assert headers["Cross-Origin-Resource-Policy"] == resource


def test_a_page_that_did_not_change_is_not_sent_again(url):
    _, headers, _ = get(url, "/")
    status, _, body = get(url, "/", **{"If-None-Match": headers["ETag"]})
    assert (status, body) == (304, b"")


def test_the_font_alone_is_kept_without_asking(url):
    for path, kept in (
        ("/assets/fonts/text.woff2", "max-age=604800"),
        ("/assets/x.css", "no-cache"),
    ):
        _, headers, _ = get(url, path)
        assert headers["Cache-Control"] == kept


def test_cards_are_not_limited_where_addresses_are_shown(url):
    assert {get(url, "/the/x/1.vcf")[0] for _ in range(40)} == {200}


LIMITED = {
    "directory_web_cards_limited": True,
    "directory_web_cards_rate": "1r/m",
    "directory_web_cards_burst": 5,
    # A test can set the client's address with this header.
    "lines": "set_real_ip_from 127.0.0.1; real_ip_header X-Client;",
}


def test_cards_on_request_are_limited_for_each_client(releases, tmp_path):
    with served(releases, tmp_path / "nginx", **LIMITED) as server:

        def card(client, path="/the/x/1.vcf"):
            return get(server.address, path, **{"X-Client": client})

        assert [card("192.0.2.1")[0] for _ in range(8)] == [200] * 6 + [429] * 2
        _, headers, body = card("192.0.2.1")
        assert "Xin chờ một chút" in body.decode()
        assert headers["Content-Type"] == "text/html; charset=utf-8"
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        # Other pages are not limited, and another client has its own limit.
        assert card("192.0.2.1", "/")[0] == 200
        assert card("192.0.2.2")[0] == 200
        assert card("192.0.2.2", "/the/khong/9.vcf")[0] == 404


def test_the_addresses_of_one_connection_are_one_client(releases, tmp_path):
    with served(releases, tmp_path / "nginx", **LIMITED) as server:
        statuses = [
            get(server.address, "/the/x/1.vcf", **{"X-Client": f"2001:db8:a:a::{last:x}"})[0]
            for last in range(8)
        ]
        assert statuses == [200] * 6 + [429] * 2
        other = {"X-Client": "2001:db8:a:b::1"}
        assert get(server.address, "/the/x/1.vcf", **other)[0] == 200


def test_every_kind_of_file_of_the_site_has_a_type(site):
    known = {Path(path).suffix for path in TYPES} | {".png", ".woff2", ".txt"}
    assert {file.suffix for file in site.rglob("*") if file.is_file()} <= known | {".gz", ".br"}


def test_hidden_files_are_not_served(url, releases):
    (releases / "current" / ".complete").touch()
    assert get(url, "/.complete")[0] == 404
