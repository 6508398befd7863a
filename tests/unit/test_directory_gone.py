"""Pages of dissolved, renamed and changed units."""

from datetime import date

import rosters
from directories import DAY, DOMAIN, Reader, body, section, texts, unit

from congvu.directory import ChangeEntry, DecisionEntry, FormerAddress, GoneEntry, directory
from congvu.state import State
from directory_site.markdown import pages as made
from directory_site.markdown.gone import former_block
from directory_site.source import Source

DISSOLVED = DecisionEntry("dissolve", "88/QĐ-UBND", date(2019, 12, 2), date(2020, 1, 1))
HEIR = unit("phong-noi-vu", "Phòng Nội vụ", "division", sections=(section("van-thu", "Văn thư"),))
OLD = f"phongcu@{DOMAIN}"


def page(*units, **changes):
    values = {"id": "phong-cu", "name": "Phòng Cũ", "kind": "division", "decision": DISSOLVED}
    entry = GoneEntry(**{**values, **changes})
    return body(texts(*units, gone=(entry,))["don-vi/phong-cu.md"])


def test_a_dissolved_unit_says_when_by_what_and_who_took_over():
    text = page(
        HEIR,
        successor=HEIR.id,
        successor_name=HEIR.name,
        address=OLD,
        until=date(2020, 12, 31),
    )
    assert "từ ngày 01/01/2020" in text
    assert "88/QĐ-UBND" in text
    assert "ký ngày 02/12/2019" in text
    assert "**[Phòng Nội vụ](phong-noi-vu.md)**" in text
    assert f"[{HEIR.address}](mailto:{HEIR.address}?subject=" in text
    assert "phongcu<wbr>&#64;" in text
    assert "vẫn nhận thư (đến hết ngày 31/12/2020)" in text


def test_the_address_of_the_section_that_took_over_is_told():
    name = "Văn thư - Phòng Nội vụ"
    text = page(HEIR, successor=HEIR.id, successor_section="van-thu", successor_name=name)
    assert f"van-thu@{DOMAIN}" in text
    assert f"{HEIR.address}]" not in text


def test_an_address_that_delivers_no_more_is_not_shown():
    text = page(HEIR, successor=HEIR.id, successor_name=HEIR.name)
    assert "không còn nhận thư" in text
    assert "phongcu&#64;" not in text


def test_where_nobody_took_over_the_page_says_whom_to_ask():
    contact = unit("van-phong-hdnd-va-ubnd-huyen", "Văn phòng", "division")
    text = page(contact, address=OLD)
    assert "Không có đơn vị nào được giao" in text
    assert "[Văn phòng](van-phong-hdnd-va-ubnd-huyen.md)" in text
    assert contact.address in text
    assert "chuyển cho" not in text
    # This is also shown if the office names no contact unit, or if that unit is dissolved.
    assert "Xin hỏi Văn phòng HĐND và UBND huyện" in page()


def test_a_renamed_unit_keeps_its_page_and_tells_its_old_names_and_addresses():
    renamed = unit(
        former_names=("Phòng *Cũ*", "Phòng Xưa"),
        former_addresses=(
            FormerAddress(OLD, date(2020, 12, 31)),
            FormerAddress(f"x@{DOMAIN}", None),
        ),
    )
    assert "don-vi/ubnd-xa-tay-phu.md" in texts(renamed)
    block = former_block(renamed)
    assert "Tên trước đây: Phòng &#42;Cũ&#42;, Phòng Xưa." in block
    assert "phongcu<wbr>&#64;" in block
    assert "(đến hết ngày 31/12/2020), x<wbr>&#64;" in block
    assert former_block(unit()) == ""


def test_changes_stand_by_day_the_newest_first_each_with_its_unit():
    changes = (
        ChangeEntry(date(2026, 11, 2), "ubnd-xa-tay-phu", "UBND xã Tây Phú", ("Một.", "Hai *3*.")),
        ChangeEntry(DAY, "phong-cu", "Phòng Cũ", ("Giải thể.",)),
    )
    text = body(texts(unit(), changes=changes)["thay-doi.md"])
    lines = [line for line in text.splitlines() if line[:2] in ("##", "- ")]
    assert lines == [
        "## Ngày 02/11/2026",
        "- [UBND xã Tây Phú](don-vi/ubnd-xa-tay-phu.md): Một&#46;",
        "- [UBND xã Tây Phú](don-vi/ubnd-xa-tay-phu.md): Hai &#42;3&#42;&#46;",
        "## Ngày 16/07/2015",
        "- [Phòng Cũ](don-vi/phong-cu.md): Giải thể&#46;",
    ]


def test_a_page_without_changes_says_so_and_leads_to_the_feed():
    text = texts(unit())["thay-doi.md"]
    assert "không có thay đổi nào" in text
    assert "../thay-doi.xml" in Reader(text).links


def test_units_that_are_no_more_can_be_found():
    entry = GoneEntry("phong-cu", "Phòng Cũ", "division", DISSOLVED)
    text = texts(unit(), gone=(entry,))["thay-doi.md"]
    assert "- [Phòng Cũ](don-vi/phong-cu.md), từ ngày 01/01/2020" in text


def test_links_to_renamed_and_dissolved_units_still_lead_somewhere():
    """From decisions in the roster to the page that an old bookmark opens."""
    renamed = rosters.unit("phong-a", "Phòng Mới")
    renamed["decisions"].append(rosters.decision("rename", "2018-01-01", former_name="Phòng Cũ"))
    ended = rosters.unit("phong-b", "Phòng Đã Hết")
    ended["decisions"].append(rosters.decision("dissolve", "2026-06-01", successor="phong-a"))
    before = rosters.roster(rosters.unit("phong-a", "Phòng Cũ"), rosters.unit("phong-b", "B"))
    roster = rosters.roster(renamed, ended)
    committed = rosters.derived(before, on=date(2016, 1, 1))
    state = State(rosters.OFFICE, roster, committed, rosters.TODAY, ())
    public = directory(state)
    pages = {page.path: page.text for page in made(Source(rosters.OFFICE, public))}
    assert "Tên trước đây: Phòng Cũ" in pages["don-vi/phong-a.md"]
    assert "**[Phòng Mới](phong-a.md)**" in pages["don-vi/phong-b.md"]
    assert "vẫn nhận thư (đến hết ngày" in pages["don-vi/phong-b.md"]
    assert "- [Phòng Đã Hết](don-vi/phong-b.md)" in pages["thay-doi.md"]
