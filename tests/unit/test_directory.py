"""The public part of a roster: who is listed and how, functions, successors of units."""

from datetime import date

import pytest
from rosters import OFFICE, TODAY, decision, derived, person, roster, unit

from congvu.directory import DecisionEntry, PersonEntry, directory
from congvu.office import DirectorySettings
from congvu.register.model import Register
from congvu.state import State

DOMAIN = OFFICE.domain


def state(*units, register=None, on=TODAY, words=None):
    office = OFFICE.model_copy(update={"directory": DirectorySettings(words=words or {})})
    return State(office, roster(*units), register or Register(), on, ())


def shown(*units, **more):
    return directory(state(*units, **more))


def titled(id_, name, title, *decisions, **more):
    return person(id_, name, *decisions, title=title, **more)


def commune(*staff, name="UBND xã Tây Phú", id_="ubnd-xa-tay-phu", **more):
    return unit(id_, name, "commune", place="Tây Phú", staff=staff, **more)


def ended(id_, name, day, **more):
    establish = decision("establish", "2015-07-16")
    return unit(id_, name, decisions=[establish, decision("dissolve", day, **more)])


def people(found):
    return [(one.name, one.title, one.address.partition("@")[0]) for one in found.people]


CHIEF = titled("ts-1", "Nguyễn Văn An", "Chủ tịch UBND xã")
DEPUTY = titled("ts-2", "Lê Thị Bình", "Phó Chủ tịch UBND xã")


# Heads


@pytest.mark.parametrize(
    ("staff", "manager", "head"),
    [
        ([DEPUTY, CHIEF], None, "Nguyễn Văn An"),
        ([CHIEF, DEPUTY], "ts-2", "Lê Thị Bình"),
        ([titled("ts-3", "Trần Cúc", "Quyền Chủ tịch UBND xã"), DEPUTY], None, "Trần Cúc"),
        ([DEPUTY], None, None),
        # If the mailbox's manager is absent, the head is found by title.
        ([{**DEPUTY, "decisions": [decision("recruit", "2015-08-01"),
                                   decision("suspend", "2026-11-01")]}, CHIEF], "ts-2",
         "Nguyễn Văn An"),
    ],
)  # fmt: skip
def test_the_head_runs_the_mailbox_or_has_a_heads_title(staff, manager, head):
    mailbox = {"manager": manager} if manager else {}
    [found] = shown(commune(*staff, mailbox=mailbox)).units
    assert (found.head.name if found.head else None) == head
    assert sum(one.is_head for one in found.people) == (head is not None)


# Who is listed


def test_people_stand_in_the_order_of_the_file_and_only_those_who_are_there():
    gone = [
        titled("ts-3", "Trần Cúc", "Văn thư", decision("suspend", "2026-11-24")),
        titled("ts-4", "Võ Dũng", "Văn thư", decision("resign", "2026-11-24")),
        titled("ts-5", "Đỗ Em", "Văn thư", since="2026-11-25"),
        titled("ts-6", "Hồ Giang", "Văn thư", decision("retire", "2020-01-01")),
    ]
    back = titled("ts-7", "Lý Hà", "Văn thư", decision("suspend", "2026-01-01"),
                  decision("reinstate", "2026-11-24"))  # fmt: skip
    leaving = titled("ts-8", "Mai Khê", "Văn thư", decision("retire", "2026-11-25"))
    [found] = shown(commune(DEPUTY, *gone, back, leaving, CHIEF)).units
    assert [one.name for one in found.people] == [
        "Lê Thị Bình", "Lý Hà", "Mai Khê", "Nguyễn Văn An"
    ]  # fmt: skip
    assert found.people[0] == PersonEntry(
        "Lê Thị Bình", "Bình", "Phó Chủ tịch UBND xã", f"binhlt@{DOMAIN}"
    )


def test_who_is_listed_by_function_has_no_name_and_no_address_of_their_own():
    staff = [
        {**CHIEF, "listed": "function"},
        titled("ts-2", "Lê Thị Bình", "Văn thư", listed="function"),
        titled("ts-3", "Trần Cúc", "Một cửa", listed="function"),
        titled("ts-4", "Võ Dũng", "Thủ quỹ", listed="name"),
    ]
    sections = [
        {"id": "van-thu", "name": "Văn thư", "manager": "ts-2"},
        {"id": "luu-tru", "name": "Lưu trữ", "manager": "ts-2"},
        {"id": "mot-cua", "name": "Một cửa", "manager": "ts-3",
         "decisions": [decision("establish", "2026-11-25")]},
    ]  # fmt: skip
    [found] = shown(commune(*staff, sections=sections, mailbox={"manager": "ts-1"})).units
    assert people(found) == [
        ("", "Chủ tịch UBND xã", "xatayphu"),
        ("", "Văn thư", "vanthu-tayphu"),
        ("", "Một cửa", "xatayphu"),  # the section does not exist yet
        ("Võ Dũng", "Thủ quỹ", "dungv"),
    ]
    assert [one.given for one in found.people] == ["", "", "", "Dũng"]
    assert found.head == found.people[0]


# Units


def test_a_unit_tells_its_newest_decision_its_day_and_its_former_names():
    decisions = [
        decision("establish", "2015-07-16"),
        decision("rename", "2018-03-01", former_name="Phòng Tổ chức"),
        decision("rename", "2020-03-01"),
        decision("rename", "2022-03-01", "9/QĐ-UBND", former_name="Phòng Lao động"),
        decision("rename", "2026-11-25", former_name="Phòng Ngày mai"),
    ]
    [found] = shown(
        unit(decisions=decisions, staff=[person("ts-1", "Lê An", since="2024-05-06")])
    ).units
    assert found.former_names == ("Phòng Lao động", "Phòng Tổ chức")
    day = date(2022, 3, 1)
    assert found.decision == DecisionEntry("rename", "9/QĐ-UBND", day, day)
    assert found.updated == date(2024, 5, 6)


def test_a_section_may_have_former_names_and_vanishes_when_it_ends():
    rename = decision("rename", "2020-01-01", former_name="Tiếp dân")
    end = [decision("establish", "2016-01-01"), decision("dissolve", "2026-11-24")]
    sections = [
        {"id": "mot-cua", "name": "Một cửa",
         "decisions": [decision("establish", "2016-01-01"), rename]},
        {"id": "van-thu", "name": "Văn thư", "decisions": end},
    ]  # fmt: skip
    the_commune = commune(sections=sections)
    [found] = shown(the_commune).units
    assert [(one.id, one.former_names) for one in found.sections] == [("mot-cua", ("Tiếp dân",))]
    assert found.decision.type == "dissolve"
    [before] = shown(the_commune, on=date(2026, 11, 23)).units
    assert [one.id for one in before.sections] == ["mot-cua", "van-thu"]


def test_a_former_address_is_told_as_long_as_it_delivers():
    old = derived(roster(unit(name="Phòng Tổ chức")), on=date(2026, 1, 1))
    renamed = unit(
        decisions=[decision("establish", "2015-07-16"), decision("rename", "2026-03-02")]
    )
    last = date(2027, 3, 2)
    for on, addresses in (
        (TODAY, [(f"phongtochuc@{DOMAIN}", last)]),
        (last, [(f"phongtochuc@{DOMAIN}", last)]),
        (date(2027, 3, 3), []),
    ):
        [found] = shown(renamed, register=old, on=on).units
        assert found.address == f"phongnoivu@{DOMAIN}"
        assert [(one.address, one.until) for one in found.former_addresses] == addresses


def test_a_unit_that_is_not_there_yet_is_not_shown():
    coming = unit(decisions=[decision("establish", "2026-11-25")])
    assert shown(coming).units == shown(coming).gone == ()
    assert [one.id for one in shown(coming, on=date(2026, 11, 25)).units] == ["phong-noi-vu"]


# Dissolved units


def test_a_dissolved_unit_says_what_took_its_place_through_every_link():
    chain = [
        ended("phong-a", "Phòng A", "2020-01-01", successor="phong-b"),
        ended("phong-b", "Phòng B", "2026-06-01", successor="phong-noi-vu"),
        unit(),
    ]
    found = shown(*chain)
    assert [one.id for one in found.units] == ["phong-noi-vu"]
    assert [(one.id, one.successor, one.successor_name) for one in found.gone] == [
        ("phong-a", "phong-noi-vu", "Phòng Nội vụ"),
        ("phong-b", "phong-noi-vu", "Phòng Nội vụ"),
    ]
    assert found.gone[0].decision.starts == date(2020, 1, 1)


def test_a_dissolved_unit_keeps_its_address_for_a_time():
    closing = ended("phong-y-te", "Phòng Y tế", "2026-06-01", successor="phong-noi-vu")
    old = derived(roster(closing, unit()), on=date(2026, 5, 1))
    [found] = shown(closing, unit(), register=old).gone
    assert (found.address, found.until) == (f"phongyte@{DOMAIN}", date(2027, 6, 1))
    [later] = shown(closing, unit(), register=old, on=date(2027, 6, 2)).gone
    assert (later.address, later.until) == ("", None)


def test_a_section_may_have_taken_over():
    closing = ended("phong-y-te", "Phòng Y tế", "2026-06-01", successor="ubnd-xa-tay-phu/van-thu")
    [found] = shown(closing, commune(sections=[{"id": "van-thu", "name": "Văn thư"}])).gone
    assert (found.successor, found.successor_section) == ("ubnd-xa-tay-phu", "van-thu")
    assert found.successor_name == "Văn thư - UBND xã Tây Phú"


def test_nobody_may_have_taken_over():
    alone = ended("phong-y-te", "Phòng Y tế", "2026-06-01")
    circle = [
        ended("phong-a", "Phòng A", "2026-01-01", successor="phong-b"),
        ended("phong-b", "Phòng B", "2026-01-01", successor="phong-a"),
    ]
    assert {(one.successor, one.successor_name) for one in shown(alone, *circle).gone} == {("", "")}


def test_a_unit_that_came_back_is_not_gone():
    back = [
        decision("establish", "2015-07-16"),
        decision("dissolve", "2020-01-01"),
        decision("establish", "2022-01-01"),
    ]
    found = shown(unit(decisions=back))
    assert (len(found.units), found.gone) == (1, ())


# Units by function


def test_a_function_is_one_however_it_is_written_and_has_its_providers_in_order():
    found = shown(
        commune(functions=["Hộ tịch"], id_="ubnd-xa-b", name="UBND xã B"),
        commune(functions=["hộ tịch", "đất đai"], id_="ubnd-xa-a", name="UBND xã A"),
    )
    assert [(one.id, [by.unit.id for by in one.providers]) for one in found.functions] == [
        ("dat-dai", ["ubnd-xa-a"]),
        ("ho-tich", ["ubnd-xa-b", "ubnd-xa-a"]),
    ]


def test_who_does_it_is_told_by_titles_sections_and_the_words_of_citizens():
    staff = [
        titled("ts-1", "Lê An", "Công chức Tư pháp - Hộ tịch"),
        titled("ts-2", "Lê Bình", "Cán bộ Khai sinh", listed="function"),
        titled("ts-3", "Lê Cúc", "Công chức Tịch thu"),
        titled("ts-4", "Lê Dũng", "Chuyên viên Hộ tịch", decision("suspend", "2026-01-01")),
    ]
    sections = [{"id": "ho-tich", "name": "Bộ phận Hộ Tịch"}, {"id": "tich", "name": "Tịch"}]
    doing = commune(*staff, sections=sections, functions=["hộ tịch"])
    words = {"Hộ  tịch": ["khai sinh", "kết hôn"], "thủy lợi": ["kênh"]}
    [found] = shown(doing, words=words).functions
    assert (found.id, found.name, found.words) == ("ho-tich", "hộ tịch", ("khai sinh", "kết hôn"))
    [by] = found.providers
    assert [one.id for one in by.sections] == ["ho-tich"]
    assert [(one.name, one.title) for one in by.people] == [
        ("Lê An", "Công chức Tư pháp - Hộ tịch"),
        ("", "Cán bộ Khai sinh"),
    ]


# What changed


def told(*units, **more):
    return [
        (f"{one.day:%d/%m}", one.unit_id, *one.sentences) for one in shown(*units, **more).changes
    ]


BY = "theo Quyết định số 1/QĐ-UBND ngày"


def test_units_that_begin_end_and_change_their_names_say_by_which_decision():
    renamed = unit(
        decisions=[
            decision("establish", "2015-07-16"),
            decision("rename", "2026-10-01", former_name="Phòng Tổ chức"),
            decision("rename", "2026-10-20"),
            decision("rename", "2026-11-24", former_name="Phòng Lao động"),
            decision("rename", "2026-11-25", former_name="Phòng Ngày mai"),
        ]
    )
    found = told(
        renamed,
        ended("phong-y-te", "Phòng Y tế", "2026-11-24", successor="phong-noi-vu"),
        ended("phong-cu", "Phòng Cũ", "2026-11-20", effective="2026-11-23"),
        unit("phong-moi", "Phòng Mới", decisions=[decision("establish", "2026-11-01")]),
    )
    assert found == [
        ("24/11", "phong-noi-vu",
         f"Đổi tên từ «Phòng Lao động» thành «Phòng Ngày mai» {BY} 24/11/2026."),
        ("24/11", "phong-y-te",
         f"Giải thể {BY} 24/11/2026; nơi tiếp nhận là Phòng Nội vụ."),
        ("23/11", "phong-cu", f"Giải thể {BY} 20/11/2026."),
        ("01/11", "phong-moi", f"Thành lập {BY} 01/11/2026."),
        ("20/10", "phong-noi-vu", f"Đổi tên thành «Phòng Lao động» {BY} 20/10/2026."),
        ("01/10", "phong-noi-vu", f"Đổi tên từ «Phòng Tổ chức» {BY} 01/10/2026."),
    ]  # fmt: skip


def test_sections_are_told_with_their_unit():
    sections = [
        {"id": "mot-cua", "name": "Một cửa", "decisions": [decision("establish", "2026-11-01")]},
        {"id": "van-thu", "name": "Văn thư",
         "decisions": [decision("establish", "2016-01-01"),
                       decision("dissolve", "2026-11-01", successor="ubnd-xa-tay-phu")]},
    ]  # fmt: skip
    assert told(commune(sections=sections)) == [
        ("01/11", "ubnd-xa-tay-phu", f"Bộ phận Một cửa: thành lập {BY} 01/11/2026.",
         f"Bộ phận Văn thư: giải thể {BY} 01/11/2026; nơi tiếp nhận là UBND xã Tây Phú."),
    ]  # fmt: skip


def test_people_come_with_their_title_and_leave_without_their_name():
    staff = [
        person("ts-1", "Lê An", since="2026-11-02"),
        person("ts-2", "Lê Bình", decision("transfer", "2026-11-02")),
        # Only the newest change is shown, since the roster has no earlier title or unit.
        titled("ts-3", "Lê Cúc", "Phó Trưởng phòng", decision("appoint", "2026-11-02"),
               since="2026-10-01"),
        titled("ts-4", "Lê Dũng", "Thủ quỹ", listed="function", since="2026-11-02"),
        person("ts-5", "Lê Em", decision("retire", "2026-11-02")),
        person("ts-6", "Lê Giang", decision("resign", "2026-11-02")),
    ]  # fmt: skip
    assert told(unit(staff=staff)) == [
        (
            "02/11",
            "phong-noi-vu",
            "Người mới: Lê An, Chuyên viên.",
            "Chuyển đến: Lê Bình, Chuyên viên.",
            "Bổ nhiệm: Lê Cúc, Phó Trưởng phòng.",
            "Người mới: Thủ quỹ.",
            "2 người đã thôi làm việc.",
        )
    ]


@pytest.mark.parametrize(
    "decisions",
    [
        [decision("suspend", "2026-11-01")],
        [decision("suspend", "2026-11-01"), decision("reinstate", "2026-11-20")],
        [decision("rename", "2026-11-01")],
        [decision("appoint", "2026-11-25")],
        [decision("retire", "2026-11-25")],
        [decision("appoint", "2026-11-01"), decision("suspend", "2026-11-02")],
        [decision("appoint", "2026-11-01"), decision("transfer", "2026-12-01")],
    ],
)
def test_what_citizens_need_not_know_is_not_told(decisions):
    assert told(unit(staff=[person("ts-1", "Lê An", *decisions)])) == []


def test_changes_reach_ninety_days_back_and_are_a_hundred_at_most():
    def since(day):
        return unit(staff=[person("ts-1", "Lê An", since=day)])

    assert [len(told(since(day))) for day in ("2026-08-27", "2026-08-26")] == [1, 0]
    many = [
        commune(id_=f"ubnd-xa-{n:03}", name=f"UBND xã {n:03}",
                decisions=[decision("establish", "2026-11-01" if n % 2 else "2026-11-02")])
        for n in range(130)
    ]  # fmt: skip
    found = told(*many)
    assert len(found) == 100
    assert [one[:2] for one in found[:2]] == [("02/11", "ubnd-xa-000"), ("02/11", "ubnd-xa-002")]
    assert [one[:2] for one in found[64:66]] == [("02/11", "ubnd-xa-128"), ("01/11", "ubnd-xa-001")]
