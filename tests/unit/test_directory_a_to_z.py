"""A to Z: people by given name, units by name or place."""

import pytest
from directories import DOMAIN, Reader, commune, person, texts, unit

from directory_site.markdown import a_to_z

NAMES = ["Lê Đức", "Võ Dũng", "Trần Dung", "Bùi Ánh", "Lê Anh", "Phạm Ân", "Đỗ An", "Bùi An"]


def everybody(*names, **more):
    return unit("p", "Phòng Nội vụ", "division", people=tuple(map(person, names)), **more)


def names(text):
    return [row[0] for row in Reader(text).rows if len(row) == 4 and row[0] != "Họ và tên"]


def test_people_stand_by_given_name_in_the_order_of_the_alphabet():
    pages = texts(everybody(*NAMES))
    assert names(pages["a-z/a.md"]) == ["Bùi An", "Đỗ An", "Lê Anh", "Bùi Ánh"]
    assert names(pages["a-z/aa.md"]) == ["Phạm Ân"]
    assert names(pages["a-z/d.md"]) == ["Trần Dung", "Võ Dũng"]
    assert names(pages["a-z/dd.md"]) == ["Lê Đức"]


def test_a_row_tells_title_unit_and_address():
    page = Reader(texts(everybody("Lê Đức"))["a-z/dd.md"])
    assert page.rows[-1] == ["Lê Đức", "Chuyên viên", "Phòng Nội vụ", f"mot.nguoi@{DOMAIN}"]
    assert "../../don-vi/p/" in page.links
    # A subject in each link would make the pages a fifth larger.
    assert f"mailto:mot.nguoi@{DOMAIN}" in page.links


def test_units_stand_by_place_or_by_name():
    pages = texts(commune("Tây Phú"), unit("v", "Văn phòng", "division"))
    assert "UBND xã Tây Phú" in pages["a-z/t.md"]
    assert "Văn phòng" in pages["a-z/v.md"]
    assert "a-z/u.md" not in pages


def test_who_has_no_name_stands_nowhere():
    pages = texts(everybody("", "Lê Đức"))
    assert [path for path in pages if path.startswith("a-z/")] == [
        "a-z/index.md",
        "a-z/dd.md",
        "a-z/p.md",
    ]
    assert names(pages["a-z/dd.md"]) == ["Lê Đức"]


def test_the_list_of_letters_leads_to_every_given_name():
    pages = texts(everybody(*NAMES, "Lê Hoà", "Lê Hòa", "Lê Hóa"))
    index = Reader(pages["a-z/index.md"])
    assert index.choices[:4] == ["A", "An", "Anh, Ánh", "Â"]
    assert "Hòa, Hóa" in index.choices or "Hoà, Hóa" in index.choices
    for link in index.links:
        path, _, anchor = link.partition("#")
        if anchor:
            assert anchor in Reader(pages[f"a-z/{path.strip('/')}.md"]).ids


@pytest.mark.parametrize("people", [400, 401])
def test_a_letter_with_many_people_is_divided_and_keeps_its_address(people):
    given = ["Tâm", "Tám", "Tuấn"]
    many = [f"Lê Văn {given[number % 3]}" for number in range(people)]
    pages = texts(everybody(*many, "Trần An"))
    letter = Reader(pages["a-z/t.md"])
    assert {"ten-tam", "ten-taam", "ten-tuaan"} <= set(letter.ids)
    divided = people > a_to_z.MOST_ROWS
    assert ("a-z/t/taam.md" in pages) == divided
    listed = names(pages["a-z/t.md"])
    if divided:
        assert not listed
        assert [link for link in letter.links if link[0] != "."] == ["tam/", "taam/", "tuaan/"]
        assert "Tâm (134)" in letter.choices
        listed = [
            name for path in ("tam", "taam", "tuaan") for name in names(pages[f"a-z/t/{path}.md"])
        ]
        assert "../../../don-vi/p/" in Reader(pages["a-z/t/tam.md"]).links
    assert sorted(listed) == sorted(many)
    assert listed[0] == "Lê Văn Tám"
    assert names(pages["a-z/a.md"]) == ["Trần An"]


def test_everybody_stands_in_it_once():
    pages = texts(everybody(*NAMES))
    listed = [
        name for path, text in pages.items() if path.startswith("a-z/") for name in names(text)
    ]
    assert sorted(listed) == sorted(NAMES)


def test_personal_addresses_stand_nowhere_where_they_are_shown_on_request():
    pages = texts(everybody("Lê Anh", "Lê Đức"), addresses="on_request")
    page = Reader(pages["a-z/dd.md"])
    assert "mot.nguoi" not in "".join(pages[path] for path in pages if path.startswith("a-z/"))
    assert page.rows[-1][3] == "Xem địa chỉ"
    assert "../../the/p/2.vcf" in page.links


def test_hostile_texts_come_out_as_they_are_written():
    text = "a | <b>b</b> & *c* \"d\" 'e' {{ f }}\n\n# g"
    page = Reader(texts(unit("p", text, people=(person("Lê Đức", text),)))["a-z/dd.md"])
    assert page.rows[-1][1:3] == [" ".join(text.split())] * 2
