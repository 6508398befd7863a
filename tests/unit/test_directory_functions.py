"""The pages of functions, by which citizens look for units."""

import pytest
from directories import DOMAIN, Reader, body, commune, person, section, texts, unit

from directory_site.markdown import functions

HOSTILE = "a | <b>b</b> & *c* \"d\" 'e' {{ f }} [g](h)"


def tay_phu(**more):
    people = (
        person("Nguyễn Văn An", "Chủ tịch UBND xã", f"annv@{DOMAIN}"),
        person("Huỳnh Thị Kiều Loan", "Công chức Tư pháp - Hộ tịch", f"loanhtk@{DOMAIN}"),
        person("", "Công chức Tư pháp - Hộ tịch", f"hotich-tayphu@{DOMAIN}"),
    )
    sections = (section("van-thu", "Văn thư"), section("ho-tich", "Tư pháp - Hộ tịch"))
    return commune("Tây Phú", functions=("hộ tịch",), people=people, sections=sections, **more)


def test_all_functions_stand_once_in_the_order_of_the_alphabet_with_citizens_words():
    both = (unit(functions=("hộ tịch", "đất đai")), unit("b", functions=("dân số", "Hộ tịch")))
    lines = [line for line in body(texts(*both)["viec/index.md"]).splitlines() if line[:2] == "- "]
    assert lines[0] == "- [Dân số](dan-so.md)"
    assert lines[1].startswith("- [Đất đai](dat-dai.md): sổ đỏ, địa chính")
    assert lines[2].startswith("- [Hộ tịch](ho-tich.md): khai sinh, giấy khai sinh")
    assert len(lines) == 3


def test_a_function_names_mailbox_section_and_people_of_each_unit():
    here = tay_phu(address=f"xatayphu@{DOMAIN}")
    page = Reader(texts(here)["viec/ho-tich.md"])
    assert page.rows[1:] == [
        ["UBND xã Tây Phú", f"xatayphu@{DOMAIN}"],
        ["Bộ phận Tư pháp - Hộ tịch", f"ho-tich@{DOMAIN}"],
        ["Huỳnh Thị Kiều Loan · Công chức Tư pháp - Hộ tịch", f"loanhtk@{DOMAIN}"],
        ["Công chức Tư pháp - Hộ tịch", f"hotich-tayphu@{DOMAIN}"],
    ]
    assert (
        f"mailto:loanhtk@{DOMAIN}?subject=H%E1%BB%8Fi%20v%E1%BB%81%20h%E1%BB%99%20t%E1%BB%8Bch"
        in (page.links)
    )


def test_units_stand_by_place_below_the_district():
    units = [
        commune("Vĩnh An", functions=("đất đai",)),
        commune("Bình Hòa", functions=("đất đai",)),
        unit("p", "Phòng Tài nguyên", "division", functions=("đất đai",)),
    ]
    page = texts(*units)["viec/dat-dai.md"]
    marks = ["## Ở huyện", "Phòng Tài nguyên", "## Ở xã, thị trấn", "xã Bình Hòa", "xã Vĩnh An"]
    places = [page.index(mark) for mark in marks]
    assert places == sorted(places)
    assert "## Ở huyện" not in texts(*units[:2])["viec/dat-dai.md"]


def test_many_places_can_be_jumped_to():
    few, many = (
        Reader(texts(*units)["viec/dat-dai.md"])
        for units in (_communes(functions._AT_A_GLANCE), _communes(functions._AT_A_GLANCE + 1))
    )
    assert not [link for link in few.links if link[0] == "#"]
    jumps = [link[1:] for link in many.links if link[0] == "#"]
    assert len(jumps) == functions._AT_A_GLANCE + 1
    assert set(jumps) <= set(many.ids)


def _communes(count):
    return [commune(f"Nơi Thứ {number + 1}", functions=("đất đai",)) for number in range(count)]


def test_a_province_finds_people_on_the_units_pages(monkeypatch):
    monkeypatch.setattr(functions, "_MOST_PEOPLE", 1)
    page = texts(tay_phu())["viec/ho-tich.md"]
    assert "Kiều Loan" not in page
    assert "Bộ phận Tư pháp - Hộ tịch" in page
    assert "xem ở trang của từng đơn vị" in page


def test_personal_addresses_stand_nowhere_where_they_are_shown_on_request():
    page = texts(tay_phu(), addresses="on_request")["viec/ho-tich.md"]
    assert "loanhtk" not in page
    assert f"../../the/{tay_phu().id}/2.vcf" in Reader(page).links
    assert f"hotich-tayphu@{DOMAIN}" in page


@pytest.mark.parametrize("text", [HOSTILE, f"{HOSTILE}\n\n# x"])
def test_hostile_texts_come_out_as_they_are_written(text):
    here = commune("X", functions=(text,), people=(person("A B", text),))
    file = next(path for path in texts(here) if path.startswith("viec/") and "index" not in path)
    page = Reader(texts(here)[file])
    assert page.rows[-1][0] == "A B · " + " ".join(text.split())
    assert "<b>" not in texts(here)[file]
