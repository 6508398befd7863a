"""The page of leaders."""

from directories import DOMAIN, Reader, body, commune, person, texts, unit


def page(*units, **more):
    return texts(*units, **more)["lanh-dao.md"]


def test_all_of_the_districts_leaders_stand_first_then_the_head_of_every_unit():
    people = (person("A Một", "Chủ tịch", is_head=True), person("B Hai", "Phó Chủ tịch"))
    text = page(
        commune("Vĩnh An", people=(person("D Bốn", "Phó"), person("C Ba", "Chủ", is_head=True))),
        commune("Bình Hòa", people=(person("E Năm", "Chủ", is_head=True),)),
        unit("u", "UBND huyện", "leadership", people=people),
    )
    assert [row[:3] for row in Reader(text).rows if row[-1] != "Địa chỉ thư"] == [
        ["A Một", "Chủ tịch", "UBND huyện"],
        ["B Hai", "Phó Chủ tịch", "UBND huyện"],
        ["UBND xã Bình Hòa", "E Năm", "Chủ"],
        ["UBND xã Vĩnh An", "C Ba", "Chủ"],
    ]
    assert [line for line in body(text).splitlines() if line[:2] == "##"] == [
        "## Lãnh đạo huyện",
        "## Xã",
    ]


def test_a_unit_without_a_head_is_reached_at_its_mailbox():
    row = Reader(page(commune("Vĩnh An", address=f"xavinhan@{DOMAIN}"))).rows[-1]
    assert row[0] == "UBND xã Vĩnh An"
    assert "viết vào hộp thư chung" in row[1]
    assert row[2] == f"xavinhan@{DOMAIN}"


def test_a_head_who_is_listed_by_function_stands_by_title():
    head = person("", "Chủ tịch", f"xax@{DOMAIN}", is_head=True)
    for kind in ("commune", "leadership"):
        row = Reader(page(unit("x", "X", kind, people=(head,)))).rows[-1]
        assert sorted(row) == ["Chủ tịch", "X", f"xax@{DOMAIN}"]


def test_personal_addresses_stand_nowhere_where_they_are_shown_on_request():
    head = commune("X", people=(person("A Một", "Chủ tịch", is_head=True),))
    text = page(head, addresses="on_request")
    assert "mot.nguoi" not in text
    assert f"../the/{head.id}/1.vcf" in Reader(text).links
