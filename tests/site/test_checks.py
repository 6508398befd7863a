"""The checks before publication, with the real programs, on small sites."""

import os
import subprocess
import sys

import pytest

from congvu.directory import Directory
from congvu.office import PROJECT, load_office
from directory_site.cache import Cache
from directory_site.publish import markup, spelling
from directory_site.publish.page_facts import facts_of_pages
from directory_site.publish.tools import MissingToolError
from directory_site.source import Source

PAGE = '<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>x</title></head>{}</html>'


def wrong(site, cache, **pages):
    site.mkdir(exist_ok=True)
    for name, body in pages.items():
        (site / f"{name}.html").write_text(PAGE.format(f"<body>{body}</body>"))
    return list(markup.wrong_markup(site, [f"{name}.html" for name in pages], cache))


def test_wrong_html_is_named_with_its_page_and_line(tmp_path):
    pages = {"good": "<p>x</p>", "bad": '<p id="a">x</p>\n<p id="a">x</p><ul><p>x</p></ul>'}
    with Cache(tmp_path / "cache") as cache:
        found = wrong(tmp_path / "site", cache, **pages)
    assert all(line.startswith("Trang /bad.html, dòng 2: HTML sai chuẩn: ") for line in found)
    assert any("Duplicate ID" in line for line in found)
    assert any("not allowed as child" in line for line in found)


def test_only_what_changed_is_shown_to_the_checker_again(tmp_path, monkeypatch):
    shown = []
    check = markup._check

    def counted(site, pages):
        shown.append(list(pages))
        return check(site, pages)

    monkeypatch.setattr(markup, "_check", counted)
    for bodies in ({"a": "x", "b": "<b>x"}, {"a": "x", "b": "<b>x"}, {"a": "y", "b": "y"}):
        with Cache(tmp_path / "cache") as cache:
            wrong(tmp_path / "site", cache, **bodies)
    # A page with an error is checked again until it is right.
    assert shown == [["a.html", "b.html"], ["b.html"], ["a.html", "b.html"]]


@pytest.mark.parametrize("missing", ["java", "vnu-jar"])
def test_a_missing_checker_says_what_to_install(tmp_path, monkeypatch, missing):
    if missing == "java":
        monkeypatch.setattr(markup.shutil, "which", lambda _: None)
    else:
        monkeypatch.setattr(markup, "CHECKER", tmp_path)
    advice = {"java": "apt-get install default-jre-headless", "vnu-jar": "bin/setup"}
    with Cache(tmp_path / "cache") as cache, pytest.raises(MissingToolError) as refused:
        wrong(tmp_path / "site", cache, a="x")
    assert f"Hãy chạy: {advice[missing]}" in str(refused.value)


def test_the_dictionary_knows_vietnamese(tmp_path):
    site = tmp_path / "site"
    site.mkdir()
    (site / "a.html").write_text(PAGE.format("<body>Hòa bình, thủy lợi, hộ tịch, hộ tịhc</body>"))
    source = Source(load_office(), Directory(None, ()))
    with Cache(tmp_path / "cache") as cache:
        found = spelling.misspelt(site, facts_of_pages(site, cache), source)
    assert [error for error in found.errors if "«tịhc»" not in error] == []
    assert len(found.errors) == 1


def test_a_site_that_does_not_pass_replaces_nothing(tmp_path):
    archive = tmp_path / "directory.tar.gz"
    archive.write_text("the good one")
    # Like on a controller without Java: only Python is on the path.
    environment = {**os.environ, "PATH": str(tmp_path), "CONGVU_DATE": "2026-11-24"}
    done = subprocess.run(
        [sys.executable, "-m", "directory_site.archive", archive],
        cwd=PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "apt-get install" in done.stderr
    assert done.stdout == ""
    assert [file.name for file in tmp_path.iterdir()] == ["directory.tar.gz"]
    assert archive.read_text() == "the good one"
