"""The output of `mkdocs build --strict`."""

import os
import re
import shutil
import subprocess
import sys

import pytest
from conftest import mkdocs

from congvu.office import DEFAULT_ROSTER, PROJECT

ENGLISH = re.compile(
    r"\b(Made with|Not found|Skip to|Search|Back to|Table of|Home|Tabs|Next|Previous|Switch)\b"
)


def test_the_site_is_vietnamese(site):
    for page in site.rglob("*.html"):
        text = page.read_text()
        assert '<html lang="vi"' in text
        said = re.sub(r"<script.*?</script>", "", text, flags=re.DOTALL)
        shown = re.findall(r'>([^<>]+)<|(?:title|aria-label|content)="([^"]*)"', said)
        assert not ENGLISH.search(" ".join(" ".join(found) for found in shown)), page


def test_nothing_is_published_that_nothing_loads(site):
    loading = {".html", ".css", ".js", ".webmanifest"}
    said = "".join(file.read_text("utf-8") for file in site.rglob("*") if file.suffix in loading)
    assets = [file for file in (site / "assets").rglob("*") if file.is_file()]
    # Licences are text files beside the licensed files.
    idle = [file for file in assets if file.suffix != ".txt" and file.name not in said]
    assert len(assets) > 5
    assert idle == []


def test_private_data_never_comes_out(hostile, private):
    site = hostile[2]
    everything = b"".join(file.read_bytes() for file in site.rglob("*") if file.is_file())
    assert b"Ph\xc3\xb2ng" in everything
    for marker in private:
        assert marker.encode() not in everything


@pytest.mark.parametrize(
    ("roster", "environment", "sentence"),
    [
        ("id: x\nname: X\nkind: phong\n", {}, "«phong» không dùng được cho «kind»"),
        ("id: [x\n", {}, "x.yml:"),
        (None, {"CONGVU_DATE": "mai"}, "CONGVU_DATE «mai» không phải là ngày"),
    ],
)
def test_a_build_that_cannot_be_right_stops_with_its_sentence(
    tmp_path, roster, environment, sentence
):
    folder, target = tmp_path / "roster", tmp_path / "site"
    folder.mkdir()
    target.mkdir()
    (target / "index.html").write_text("the good one")
    if roster:
        (folder / "x.yml").write_text(roster)
    done = mkdocs(folder if roster else DEFAULT_ROSTER, target, **environment)
    assert done.returncode == 1
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr + done.stdout
    assert [file.read_text() for file in target.iterdir()] == ["the good one"]


def test_the_same_roster_gives_the_same_bytes(site, tmp_path):
    assert mkdocs(DEFAULT_ROSTER, tmp_path).returncode == 0
    for file in site.rglob("*"):
        if file.is_file():
            assert (tmp_path / file.relative_to(site)).read_bytes() == file.read_bytes(), file


def test_what_is_kept_between_builds_changes_no_byte(site, tmp_path):
    cache = {"CONGVU_CACHE": str(tmp_path / "cache")}
    for name, environment in (("none", {"CONGVU_CACHE": ""}), ("first", cache), ("second", cache)):
        assert mkdocs(DEFAULT_ROSTER, tmp_path / name, **environment).returncode == 0
        for file in site.rglob("*"):
            if file.is_file():
                built = tmp_path / name / file.relative_to(site)
                assert built.read_bytes() == file.read_bytes(), built
    assert (tmp_path / "cache" / "directory-1.sqlite").stat().st_size > 100_000


def test_a_link_that_was_right_when_its_page_was_kept_is_still_looked_at(tmp_path):
    checkout = tmp_path / "checkout"
    checkout.mkdir()
    for name in ("mkdocs.yml", "congvu", "directory_site", "inventory"):
        source = PROJECT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, checkout / name)
    pages = checkout / "directory_site" / "pages"
    head = '---\ntitle: "X"\n---\n\n'
    (pages / "x.md").write_text(f"{head}[y](y.md#z)\n", encoding="utf-8")
    (pages / "y.md").write_text(f"{head}# Z\n", encoding="utf-8")
    environment = {"CONGVU_CACHE": str(tmp_path / "cache"), "NO_MKDOCS_2_WARNING": "1"}
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", tmp_path / "site"]

    def build():
        return subprocess.run(
            command,
            cwd=checkout,
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            check=False,
        )

    assert build().returncode == 0
    (pages / "y.md").write_text(f"{head}# Khác\n", encoding="utf-8")
    done = build()
    assert done.returncode == 1
    assert "#z" in done.stderr
    (pages / "y.md").unlink()
    done = build()
    assert done.returncode == 1
    assert "y.md" in done.stderr


def test_an_archive_depends_on_the_content_alone(tmp_path):
    made = []
    for name in ("one.tar.gz", "two.tar.gz"):
        command = [sys.executable, "-m", "directory_site.archive", tmp_path / name]
        done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True)
        made.append((done.stdout, (tmp_path / name).read_bytes()))
    assert made[0] == made[1]
    assert sorted(file.name for file in tmp_path.iterdir()) == ["one.tar.gz", "two.tar.gz"]


def test_a_broken_roster_leaves_the_good_archive_alone(tmp_path):
    roster, archive = tmp_path / "roster", tmp_path / "directory.tar.gz"
    roster.mkdir()
    (roster / "x.yml").write_text("id: x\nname: X\nkind: phong\n")
    archive.write_text("the good one")
    done = subprocess.run(
        [sys.executable, "-m", "directory_site.archive", archive],
        cwd=PROJECT,
        env={**os.environ, "CONGVU_ROSTER": str(roster)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "«phong» không dùng được cho «kind»" in done.stderr
    assert done.stdout == ""
    assert [file.name for file in sorted(tmp_path.iterdir())] == ["directory.tar.gz", "roster"]
    assert archive.read_text() == "the good one"


def test_a_link_that_leads_nowhere_stops_the_archive(tmp_path):
    checkout = tmp_path / "checkout"
    for name in ("mkdocs.yml", "congvu", "directory_site", "inventory"):
        source = PROJECT / name
        copy = shutil.copytree if source.is_dir() else shutil.copy
        checkout.mkdir(exist_ok=True)
        copy(source, checkout / name)
    page = checkout / "directory_site" / "pages" / "x.md"
    page.write_text("[x](khong-co.md)\n", encoding="utf-8")
    command = [sys.executable, "-m", "directory_site.archive", tmp_path / "directory.tar.gz"]
    done = subprocess.run(command, cwd=checkout, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "khong-co.md" in done.stderr
    assert not (tmp_path / "directory.tar.gz").exists()


def test_the_markdown_is_written_for_any_builder(site, tmp_path):
    command = [sys.executable, "-m", "directory_site", tmp_path]
    subprocess.run(command, cwd=PROJECT, check=True)
    pages = {file.relative_to(tmp_path).with_suffix("") for file in tmp_path.rglob("*.md")}
    written = {page.parent if page.name == "index" else page for page in pages}
    assert written == {file.parent.relative_to(site) for file in site.rglob("index.html")}
