"""The complete open data of a small office. A change of the data shows here as a difference.

tests/site/test_formats.py validates the formats.
"""

import csv
import io
import json
from datetime import date

import pytest
from rosters import OFFICE, TODAY, decision, derived, person, roster, unit
from snapshots import matches_snapshot

from congvu.directory import directory
from congvu.office import DirectorySettings
from congvu.state import State
from directory_site.open_data import files
from directory_site.open_data.place import updated
from directory_site.source import Source


def titled(id_, name, title, *decisions, **more):
    return person(id_, name, *decisions, title=title, **more)


# The office before and after a change; it has former addresses afterwards.
BEFORE = (unit(name="Phòng Tổ chức"), unit("phong-y-te", "Phòng Y tế"))
UNITS = (
    unit(
        functions=["thi đua, khen thưởng", "tôn giáo"],
        decisions=[
            decision("establish", "2015-07-16", "3426/QĐ-UBND"),
            decision("rename", "2026-09-30", "5190/QĐ-UBND", effective="2026-10-05",
                     former_name="Phòng Tổ chức"),
        ],
        mailbox={"manager": "ts-1"},
        staff=[
            titled("ts-1", "Nguyễn Văn An", "Trưởng phòng",
                   decision("appoint", "2026-11-02", "9/QĐ-MẬT")),
            titled("ts-2", {"given": "H'Loan", "family": "Byă", "full": "H'Loan Byă"},
                   "Chuyên viên, phụ trách «thi đua; khen thưởng»"),
            titled("ts-3", "Lê Thị Bình", "=1+1 Văn thư", listed="function",
                   birth_date="1985-03-12"),
            titled("ts-4", "Trần Cúc", "Chuyên viên", decision("suspend", "2026-11-01")),
            titled("ts-5", "Võ Dũng", "Chuyên viên", decision("retire", "2026-11-01")),
        ],
    ),
    unit("phong-y-te", "Phòng Y tế",
         decisions=[decision("establish", "2015-07-16", "3426/QĐ-UBND"),
                    decision("dissolve", "2026-10-01", "5195/QĐ-UBND", successor="phong-noi-vu")]),
    unit("ubnd-xa-tay-phu", "UBND xã Tây Phú", "commune", place="Tây Phú",
         functions=["hộ tịch", "chứng thực", "đất đai", "xây dựng nhà ở riêng lẻ", "người có công"],
         sections=[{"id": "van-thu", "name": "Văn thư", "manager": "ts-7"},
                   {"id": "mot-cua", "name": "Một cửa",
                    "decisions": [decision("establish", "2026-11-18", "88/QĐ-UBND")]}],
         staff=[titled("ts-6", {"family": "Tôn Nữ", "middle": "Thị", "given": "Ninh"},
                       "Quyền Chủ tịch UBND xã"),
                titled("ts-7", "Đỗ Giang", "Công chức Văn phòng", listed="function")]),
)  # fmt: skip


def made(addresses="shown", units=UNITS):
    settings = DirectorySettings(people_addresses=addresses)
    office = OFFICE.model_copy(update={"directory": settings})
    before = derived(roster(*BEFORE), on=date(2026, 1, 1))
    found = directory(State(office, roster(*units), before, TODAY, ()))
    return {
        path: content.encode() if isinstance(content, str) else content
        for path, content in files(Source(office, found))
    }


def test_the_files_stand_where_readers_know_them():
    assert sorted(made()) == [
        "don-vi/phong-noi-vu/danh-ba.vcf",
        "don-vi/phong-noi-vu/qr.svg",
        "don-vi/ubnd-xa-tay-phu/danh-ba.vcf",
        "don-vi/ubnd-xa-tay-phu/qr.svg",
        "du-lieu/v1/danh-ba.csv",
        "du-lieu/v1/danh-ba.csv-metadata.json",
        "du-lieu/v1/danh-ba.json",
        "du-lieu/v1/danh-ba.schema.json",
        "thay-doi.xml",
    ]


@pytest.mark.parametrize("path", sorted(made()))
def test_what_readers_get(path):
    """A change of these files can break the promise of version 1, see open_data/__init__.py."""
    content = made()[path].decode()
    matches_snapshot(f"open-data/{path.replace('/', '_')}", content.replace("\r\n", "\n"))


def test_the_same_office_gives_the_same_bytes():
    assert made() == made()


def test_where_addresses_are_shown_on_request_only_a_card_at_a_time_has_them():
    shown, on_request = made(), made("on_request")
    cards = {path: on_request.pop(path) for path in on_request.keys() - shown.keys()}
    # People who are listed by function only have no card, and the unit's public address.
    assert sorted(cards) == [
        "the/phong-noi-vu/1.vcf",
        "the/phong-noi-vu/2.vcf",
        "the/ubnd-xa-tay-phu/1.vcf",
    ]
    own = [b"annv@", b"hloanb@", b"ninhtnt@"]
    for address, path in zip(own, sorted(cards), strict=True):
        assert any(address in content for content in shown.values())
        assert address in cards[path]
        assert not any(address in content for content in on_request.values())
    assert cards["the/phong-noi-vu/1.vcf"].count(b"BEGIN:VCARD") == 1
    assert b"FN:Nguy\xe1\xbb\x85n V\xc4\x83n An\r\n" in cards["the/phong-noi-vu/1.vcf"]
    text = on_request["du-lieu/v1/danh-ba.csv"].decode("utf-8-sig")
    addresses = {row["Họ và tên"] or row["Chức vụ"]: row["Địa chỉ thư"].partition("@")[0]
                 for row in csv.DictReader(io.StringIO(text))}  # fmt: skip
    assert addresses["Nguyễn Văn An"] == ""
    assert addresses["'=1+1 Văn thư"] == "phongnoivu"
    assert addresses["Công chức Văn phòng"] == "vanthu-tayphu"
    document = json.loads(on_request["du-lieu/v1/danh-ba.json"])
    assert document["people_addresses"] == "on_request"
    assert document["units"][0]["people"][0]["address"] is None


def test_nothing_private_is_there():
    private = ["Bình", "binhlt", "Cúc", "Dũng", "Giang", "1985", "MẬT", "ts-"]
    for path, content in {**made(), **made("on_request")}.items():
        for word in private:
            assert word not in content.decode(), (path, word)


def test_long_lines_of_cards_are_folded_between_characters():
    name = "Phòng " + "Quản lý đô thị và hạ tầng kỹ thuật " * 4
    cards = made(units=[unit(name=name, mailbox={"name": "qldt"})])[
        "don-vi/phong-noi-vu/danh-ba.vcf"
    ]
    lines = cards.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert all(line.decode() for line in lines[:-1])
    assert f"FN:{name.strip()}" in cards.decode().replace("\r\n ", "")


def test_an_office_without_units_has_its_files_too():
    nothing = made(units=())
    assert len(nothing) == 5
    document = json.loads(nothing["du-lieu/v1/danh-ba.json"])
    assert (document["units"], document["updated"]) == ([], TODAY.isoformat())
    assert b"<updated>2026-11-24T00:00:00+07:00</updated>" in nothing["thay-doi.xml"]


def test_the_data_are_as_new_as_the_newest_decision():
    state = State(OFFICE, roster(*UNITS), derived(roster(*BEFORE)), TODAY, ())
    assert updated(directory(state)) == date(2026, 11, 18)
