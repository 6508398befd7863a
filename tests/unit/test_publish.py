"""From built files to an archive: caches, compression, checks, the shown commit."""

import gzip
import json
import subprocess

import brotli
import pytest
from test_directory_site import DAY, unit

import directory_site.revision as revisions
from congvu.directory import Directory
from congvu.office import load_office
from directory_site.blocks import ids, put_back, set_aside
from directory_site.cache import Cache, key_of
from directory_site.publish import spelling
from directory_site.publish.compress import LEAST_BYTES, compressed
from directory_site.publish.links import broken_links
from directory_site.publish.page_facts import facts_of_pages
from directory_site.source import Source

ADDRESS = "https://danhba.tayson.binhdinh.gov.vn/"


# --- the cache ---


def test_what_was_kept_comes_back(tmp_path):
    with Cache(tmp_path) as cache:
        cache.put(b"key", b"value")
        assert cache.get(b"key") == b"value"
    with Cache(tmp_path) as cache:
        assert cache.get(b"key") == b"value"
        assert cache.get(b"other") is None


def test_the_cache_drops_what_was_not_used_for_longest(tmp_path, monkeypatch):
    for second, name in enumerate((b"a", b"b", b"a", b"c")):
        monkeypatch.setattr("time.time", lambda now=second: now)
        with Cache(tmp_path, max_bytes=20) as cache:
            if cache.get(name) is None:
                cache.put(name, b"x" * 10)
    with Cache(tmp_path, max_bytes=20) as cache:
        assert [cache.get(name) is not None for name in (b"a", b"b", b"c")] == [True, False, True]


def test_a_spoilt_cache_is_as_if_there_were_none(tmp_path):
    for _ in range(2):
        [file] = list(tmp_path.glob("*.sqlite")) or [tmp_path / "directory-1.sqlite"]
        file.write_bytes(b"no database" * 100)
        with Cache(tmp_path) as cache:
            assert cache.get(b"key") is None
            cache.put(b"key", b"value")


def test_a_key_tells_its_parts_apart():
    assert key_of("ab", "c") != key_of("a", "bc")


# --- long blocks of HTML ---

ROWS = "".join(f'<tr id="r{number}"><td>Nguyễn & Văn *An*</td></tr>\n' for number in range(30))
TABLE = f"<table>\n{ROWS}</table>"


def test_long_blocks_come_back_byte_for_byte():
    text = f"# Đầu\n\n{TABLE}\n\nGiữa\n\n{TABLE}\n"
    short, blocks = set_aside(text)
    assert blocks == [TABLE, TABLE]
    assert len(short) < 100
    assert put_back(short, blocks) == text
    assert ids(blocks) == {f"r{number}" for number in range(30)}


@pytest.mark.parametrize(
    "text",
    [
        "<table>x</table>",  # short
        f"chữ\n{TABLE}\n\nchữ",  # inside a paragraph
        f"{TABLE}\nchữ\n\nchữ",  # the paragraph goes on
        TABLE.replace("\n", "\n\n", 1),  # a blank line ends the block
        f"```\n\n{TABLE}\n\n```",
    ],
)
def test_what_is_no_block_of_its_own_stays(text):
    assert set_aside(text) == (text, [])


# --- compression ---


def test_texts_are_compressed_twice_and_nothing_else(tmp_path):
    site = tmp_path / "site"
    site.mkdir()
    texts = {name: f"{name} " * LEAST_BYTES for name in ("a.html", "b.csv", "c.vcf", "d.bin")}
    for name, text in texts.items():
        (site / name).write_text(text)
    (site / "small.html").write_text("x")
    (site / "e.woff2").write_bytes(b"x" * LEAST_BYTES)
    made = []
    for _ in range(2):  # the second result comes from the cache
        with Cache(tmp_path / "cache") as cache:
            forms = compressed(site, cache)
        assert {file.parent for file in forms} == {site}
        made.append({file.name: content for file, content in forms.items()})
    assert made[0] == made[1]
    assert set(made[0]) == {f"{name}{suffix}" for name in texts for suffix in (".br", ".gz")}
    for name, text in texts.items():
        assert brotli.decompress(made[0][f"{name}.br"]).decode() == text
        assert gzip.decompress(made[0][f"{name}.gz"]).decode() == text


# --- links ---


def site_of(folder, **pages):
    for name, body in pages.items():
        file = folder / ("404.html" if name == "missing" else f"{name}/index.html".lstrip("_/"))
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f'<!doctype html><html lang="vi"><body>{body}</body></html>')
    return folder


def broken(site, cache):
    return list(broken_links(site, facts_of_pages(site, cache), ADDRESS))


@pytest.fixture
def cache(tmp_path):
    with Cache(tmp_path / "cache") as opened:
        yield opened


def test_links_that_lead_somewhere_are_fine(tmp_path, cache):
    body = (
        '<p id="x">x</p><a href="#x"></a><a href="../"></a><a href="../b/#y"></a><a href="/b/"></a>'
        f'<a href="{ADDRESS}b/"></a><a href="../b/?q=1#y"></a><a href="https://khac.vn/x"></a>'
        '<a href="mailto:a@b.vn"></a><img src="data:,x">'
    )
    site = site_of(tmp_path / "site", _="<p>x</p>", a=body, b='<p id="y">y</p>')
    assert broken(site, cache) == []


@pytest.mark.parametrize(
    ("page", "link", "said"),
    [
        ("a", "../khong-co/", "không có /khong-co/index.html"),
        ("a", "../b/#khong-co", "không có chỗ «#khong-co» ở trang /b/index.html"),
        ("a", "#khong-co", "không có chỗ «#khong-co» ở trang /a/index.html"),
        ("a", f"{ADDRESS}khong-co.pdf", "không có /khong-co.pdf"),
        # This page is served for any address, so a relative link is right only at the root.
        ("missing", "b/", "không có /khong/co/trang/nay/b/index.html"),
    ],
)
def test_a_broken_link_is_named_with_its_page(tmp_path, cache, page, link, said):
    pages = {"_": "x", "a": "x", "b": "x", "missing": "x"}
    pages[page] = f'<a href="{link}">x</a>'
    [found] = broken(site_of(tmp_path / "site", **pages), cache)
    assert said in found
    assert ("/404.html" if page == "missing" else "/a/index.html") in found


def test_links_of_style_sheets_and_feeds_are_looked_at_too(tmp_path, cache):
    site = site_of(tmp_path / "site", _="x")
    (site / "x.css").write_text("p { background: url('khong-co.svg') }")
    (site / "x.xml").write_text(f'<feed><link href="{ADDRESS}mat/"/></feed>')
    found = " ".join(broken(site, cache))
    assert "/khong-co.svg" in found
    assert "/mat/index.html" in found


# --- spelling ---

SOURCE = Source(load_office(), Directory(DAY, (unit(),)))


@pytest.fixture
def dictionary(monkeypatch):
    """A dictionary of a few words."""
    known = ["danh", "bạ", "thư", "công", "vụ", "hoà", "bình", "uỷ", "ban"]

    def run(command, **given):
        words = given["input"].split()
        wrong = "\n".join(word for word in words if word not in known)
        return subprocess.CompletedProcess(command, 0, wrong, "")

    monkeypatch.setattr(spelling.shutil, "which", lambda _: "hunspell")
    monkeypatch.setattr(spelling.subprocess, "run", run)


def spelt(folder, cache, body, source=SOURCE):
    site = site_of(folder / "site", a=body)
    return spelling.misspelt(site, facts_of_pages(site, cache), source)


def test_a_wrong_diacritic_of_the_site_is_an_error_with_its_page(tmp_path, cache, dictionary):
    found = spelt(tmp_path, cache, '<p>danh bạ thử</p><img alt="cộng vụ">')
    assert [error.partition("«")[2].partition("»")[0] for error in found.errors] == ["cộng", "thử"]
    assert all("Trang /a/index.html" in error for error in found.errors)
    assert found.warnings == []


def test_names_addresses_and_abbreviations_are_no_words(tmp_path, cache, dictionary):
    body = (
        "<p>Nguyễn Văn An</p><p>UBND HĐND</p><p>sai@x.vn www.saii.vn</p><code>saii</code>"
        '<a href="mailto:anh@x.vn">anhnv<wbr>@x.vn</a><p lang="en">wrong</p><p>a1b2c</p>'
    )
    assert spelt(tmp_path, cache, body).errors == []


def test_both_places_of_a_tone_mark_are_right(tmp_path, cache, dictionary):
    assert spelt(tmp_path, cache, "<p>Hòa bình, hoà bình, Ủy ban, Uỷ ban</p>").errors == []


def test_a_wrong_word_of_the_roster_is_a_warning(tmp_path, cache, dictionary):
    source = Source(load_office(), Directory(DAY, (unit(functions=("hộ tịhc",)),)))
    found = spelt(tmp_path, cache, "<p>tịhc</p>", source)
    assert found.errors == []
    assert "«tịhc» của danh sách nhân sự" in found.warnings[0]


def test_a_script_is_looked_at_for_its_vietnamese(tmp_path, cache, dictionary):
    (tmp_path / "site" / "vendor").mkdir(parents=True)
    (tmp_path / "site" / "x.js").write_text('const found = "thưu";')
    (tmp_path / "site" / "vendor" / "y.js").write_text('const found = "thưư";')
    [error] = spelt(tmp_path, cache, "<p>danh</p>").errors
    assert "«thưu»" in error
    assert "/x.js" in error


# --- the commit that is shown ---


@pytest.fixture
def repository(tmp_path, monkeypatch):
    """A project in a new repository; returns a function that runs `git` in it."""
    top = tmp_path / "project"
    files = ("inventory/roster/x.yml", "inventory/district.yml", "congvu/a.py", "mkdocs.yml")
    for name in (*files, "directory_site/b.py", "requirements/run.txt", "README.md"):
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        (top / name).write_text("1")
    monkeypatch.setattr(revisions, "PROJECT", top)
    monkeypatch.setattr(revisions, "DEFAULT_FILE", top / "inventory" / "district.yml")

    def git(*arguments):
        who = ("-c", "user.name=x", "-c", "user.email=x@x.vn")
        command = ["git", *who, *arguments]
        done = subprocess.run(command, cwd=top, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    git("init", "-q")
    git("add", "-A")
    # Late evening in UTC is the next morning in Vietnam.
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2026-11-23T23:30:00+0000")
    git("commit", "-qm", "first")
    return top, git


def shown(top):
    return revisions.site_revision(top / "inventory" / "roster")


def test_the_last_commit_that_touched_the_site_is_shown(repository):
    top, git = repository
    first = git("rev-parse", "HEAD")
    (top / "README.md").write_text("2")
    git("commit", "-qam", "what the site is not made of")
    assert git("rev-parse", "HEAD") != first
    found = shown(top)
    assert (found.commit, found.day.isoformat(), found.changed) == (first, "2026-11-24", False)
    (top / "inventory/roster/x.yml").write_text("2")
    assert shown(top).changed
    git("commit", "-qam", "a person")
    assert shown(top).commit == git("rev-parse", "HEAD")
    (top / "inventory/roster/new.yml").write_text("1")
    assert shown(top).changed


def test_without_a_repository_nothing_is_shown(repository, tmp_path):
    top, _ = repository
    elsewhere = tmp_path / "roster"
    elsewhere.mkdir()
    assert revisions.site_revision(elsewhere) is None
    (top / ".git").rename(tmp_path / "git")
    assert shown(top) is None
    assert revisions.revision_shown(None) is None
    assert json.loads(revisions.revision_file(None))["commit"] is None


def test_a_revision_is_written_for_people_and_for_programs(repository):
    top, git = repository
    found = shown(top)
    commit = git("rev-parse", "HEAD")
    assert revisions.revision_shown(found) == {
        "commit": commit[:10],
        "date": "24/11/2026",
        "changed": False,
    }
    assert json.loads(revisions.revision_file(found)) == {
        "format": 1,
        "commit": commit,
        "day": "2026-11-24",
        "uncommitted_changes": False,
    }
