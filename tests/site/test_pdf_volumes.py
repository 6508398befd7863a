"""A large directory is printed in volumes; unchanged volumes are not printed again."""

import json
from dataclasses import replace
from datetime import date

import pytest
from printing import make_pdf, read_objects, small, solid, text_of

from congvu.directory import Directory
from directory_site.pdf import PATH, every_pdf, typesetting, volumes
from tests.samples import DOMAIN


@pytest.fixture
def large(monkeypatch):
    """A directory above a lowered limit: three units, of which two share a volume."""
    monkeypatch.setattr(volumes, "MOST_TOGETHER", 3)
    monkeypatch.setattr(volumes, "MOST_IN_VOLUME", 2)
    one = small().directory.units[0]
    units = [
        replace(one, id=f"ubnd-xa-{name}", name=f"UBND xã {name}", place=name, people=people)
        for name, people in (("An", one.people), ("Bình", one.people), ("Cát", one.people * 3))
    ]
    return replace(small(), directory=Directory(date(2026, 12, 1), tuple(units)))


def test_a_large_directory_is_printed_in_volumes(large, tmp_path):
    files = every_pdf(large)
    assert list(files) == [PATH, "danh-ba-1.pdf", "danh-ba-2.pdf"]
    for path, content in files.items():
        (tmp_path / path).write_bytes(content)
    cover, first, second = (text_of(tmp_path / path) for path in files)
    assert solid("Tập 1: UBND xã An – UBND xã Bình") in solid(cover)
    assert solid("Tập 2: UBND xã Cát") in solid(cover)
    assert "không có danh sách theo tên" in " ".join(cover.split())
    objects = json.dumps(read_objects(tmp_path / PATH))
    assert f'"/URI": "u:https://danhba.{DOMAIN}/danh-ba-2.pdf"' in objects
    assert "Nguyễn Văn An" not in cover
    assert (first.count("Nguyễn Văn An"), second.count("Nguyễn Văn An")) == (2, 3)
    assert "Tập 2" in second
    assert "Danh sách theo tên" not in cover + first + second


def test_only_the_volume_that_changed_is_made_again(large):
    before = every_pdf(large)
    last = large.directory.units[-1]
    renamed = replace(
        last, people=(replace(last.people[0], title="Phó Chủ tịch"), *last.people[1:])
    )
    units = (*large.directory.units[:-1], renamed)
    # On another day only the list of volumes changes, since it shows the day.
    after = every_pdf(replace(large, directory=Directory(date(2026, 12, 2), units)))
    assert [path for path in before if before[path] != after[path]] == [PATH, "danh-ba-2.pdf"]


def test_what_was_made_once_is_kept(tmp_path, monkeypatch):
    monkeypatch.setenv("CONGVU_CACHE", str(tmp_path / "cache"))
    source = small()
    first = make_pdf(source)
    monkeypatch.setattr(typesetting, "Typesetter", None)
    assert make_pdf(source) == first
    # Each of these changes must print volumes again.
    for changes in (
        {"title": "Phó Chủ tịch"},
        {"office_changes": {"people_addresses": "on_request"}},
    ):
        with pytest.raises(TypeError):
            make_pdf(small(**changes))
