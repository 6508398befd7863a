"""The directory as `mkdocs build --strict` makes it."""

import html
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from congvu.office import DEFAULT_ROSTER, PROJECT

PRIVATE = ("1977-07-13", "Quê Riêng Tư", "Nơi Sinh Riêng Tư")


def build(roster, target):
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", target],
        cwd=PROJECT,
        env={**os.environ, "CONGVU_ROSTER": str(roster)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="session")
def site(tmp_path_factory) -> Path:
    """The directory of the project's own roster."""
    target = tmp_path_factory.mktemp("site")
    done = build(DEFAULT_ROSTER, target)
    assert done.returncode == 0, done.stderr
    return target


def hostile_roster(folder):
    (folder / "phong-noi-vu.yml").write_text(
        yaml.safe_dump(
            {
                "id": "phong-noi-vu",
                "name": "Phòng <b>Nội</b> vụ *[x](y)* {{ config }}",
                "kind": "division",
                "functions": ["a | b", "<script>alert(1)</script>", "# tựa", "_x_ & `y`"],
                "decisions": [{"type": "establish", "number": "1", "date": "2015-07-16"}],
                "staff": [
                    {
                        "id": f"ts-{number}",
                        "name": "Nguyễn Văn An",
                        "title": "Trưởng <i>phòng</i> {: .x}",
                        "birth_date": PRIVATE[0],
                        "home_town": PRIVATE[1],
                        "birthplace": PRIVATE[2],
                        "decisions": [{"type": "recruit", "number": "2", "date": "2016-01-01"}],
                    }
                    for number in (1, 2)
                ],
            },
            allow_unicode=True,
        )
    )
    command = [sys.executable, "-m", "congvu.cli", "--roster", folder, "register"]
    subprocess.run(command, cwd=PROJECT, check=True, capture_output=True)


def test_the_front_page_links_every_unit(site):
    front = (site / "index.html").read_text()
    for file in DEFAULT_ROSTER.glob("*.yml"):
        if file.stem != "addresses":
            assert f'href="don-vi/{file.stem}/"' in front
            assert (site / "don-vi" / file.stem / "index.html").exists()


def test_a_unit_page_shows_mailboxes_people_and_titles(site):
    page = (site / "don-vi" / "ubnd-xa-tay-phu" / "index.html").read_text()
    assert 'href="mailto:xatayphu@tayson.binhdinh.gov.vn"' in page
    assert 'href="mailto:vanthu-tayphu@tayson.binhdinh.gov.vn"' in page
    assert "Nguyễn Văn An" in page
    assert "Chủ tịch UBND xã" in page


def test_the_site_is_vietnamese_and_loads_nothing_from_elsewhere(site):
    for page in site.rglob("*.html"):
        text = page.read_text()
        assert '<html lang="vi"' in text
        loaded = re.findall(r'(?:src|<link[^>]+href)="?(https?://[^"\s>]+)', text)
        canonical = "https://danhba.tayson.binhdinh.gov.vn/"
        assert all(url.startswith(canonical) for url in loaded), loaded


def test_hostile_text_comes_out_literally_and_private_data_not_at_all(tmp_path):
    roster = tmp_path / "roster"
    roster.mkdir()
    hostile_roster(roster)
    target = tmp_path / "site"
    done = build(roster, target)
    assert done.returncode == 0, done.stderr
    page = (target / "don-vi" / "phong-noi-vu" / "index.html").read_text()
    assert "<script>alert(1)" not in page
    assert "<i>phòng" not in page
    shown = html.unescape(page)
    for text in ("<script>alert(1)</script>", "a | b", "# tựa", "_x_ & `y`", "*[x](y)*"):
        assert text in shown
    assert "Trưởng <i>phòng</i> {: .x}" in shown
    assert "{{ config }}" in shown
    everything = b"".join(file.read_bytes() for file in target.rglob("*") if file.is_file())
    for marker in PRIVATE:
        assert marker.encode() not in everything


def test_a_broken_roster_stops_the_build_with_its_sentence(tmp_path):
    (tmp_path / "x.yml").write_text("id: x\nname: X\nkind: phong\n")
    done = build(tmp_path, tmp_path / "site")
    assert done.returncode != 0
    assert "«phong» không dùng được cho «kind»" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "site" / "index.html").exists()


def test_the_same_roster_gives_the_same_bytes(site, tmp_path):
    assert build(DEFAULT_ROSTER, tmp_path).returncode == 0
    for file in site.rglob("*"):
        if file.is_file() and file.suffix != ".gz":
            assert (tmp_path / file.relative_to(site)).read_bytes() == file.read_bytes(), file
