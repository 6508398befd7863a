"""Deriving the register: the steps of Article 6.2.c and the ten points of the address rules."""

from datetime import date

from rosters import (
    OFFICE,
    TODAY,
    aliases,
    decision,
    derived,
    mains,
    person,
    roster,
    staff_roster,
    unit,
)

from congvu.accounts import desired_accounts
from congvu.register.derive import derive
from congvu.register.model import Entry, Register
from congvu.state import State


def state(the_roster, register, on=TODAY):
    return State(OFFICE, the_roster, register, on, ())


def addresses(*people):
    return mains(derived(staff_roster(*people)))


def test_a_collision_of_different_names_takes_the_middle_name():
    found = addresses(person("ts-1", "Nguyễn Văn An"), person("ts-2", "Nguyễn Việt Ân"))
    assert (found["ts-1"], found["ts-2"]) == ("annv", "vietann")


def test_a_collision_of_the_same_name_takes_the_fewest_components():
    same = [
        person(f"ts-{number}", "Nguyễn Văn An", birth_date=born, **more)
        for number, (born, more) in enumerate(
            [
                ("1980-01-01", {}),
                ("1985-03-12", {}),
                ("1986-03-12", {}),
                ("1985-03-12", {}),
                ("1985-03-12", {"home_town": "Bình Khê"}),
                ("1985-03-12", {"home_town": "Bình Khê", "birthplace": "Quy Nhơn"}),
            ],
            start=1,
        )
    ]
    found = addresses(*same)
    assert [found[f"ts-{number}"] for number in range(1, 7)] == [
        "annv",
        "annv12",
        "annv1203",
        "annv12031985",
        "annvbinhkhe",
        "annvquynhon",
    ]


def test_a_name_without_middle_name_goes_on_to_the_third_step():
    found = addresses(person("ts-1", "Lê Bình"), person("ts-2", "Lê Bính", birth_date="1990-05-07"))
    assert found["ts-2"] == "binhl07"


def test_a_leader_who_collides_takes_components_on_the_full_form():
    leaders = unit(
        "ubnd-huyen",
        "UBND huyện Tây Sơn",
        "leadership",
        staff=[
            person("ts-1", "Đỗ Văn Sỹ", leader="true"),
            person("ts-2", "Đỗ Văn Sỹ", leader="true", birth_date="1970-02-09"),
        ],
    )
    found = mains(derived(roster(leaders)))
    assert (found["ts-1"], found["ts-2"]) == ("dovansy", "dovansy09")


def test_collisions_count_across_units():
    found = mains(
        derived(
            roster(
                unit(staff=[person("ts-1", "Nguyễn Văn An")]),
                unit("phong-y-te", "Phòng Y tế", staff=[person("ts-2", "Nguyễn Việt Ân")]),
            )
        )
    )
    assert found["ts-2"] == "vietann"


def test_the_earlier_decision_goes_first_then_the_smaller_id():
    found = addresses(
        person("ts-1", "Nguyễn Văn An", since="2020-01-01"),
        person("ts-2", "Nguyễn Việt Ân", since="2019-01-01"),
    )
    assert (found["ts-2"], found["ts-1"]) == ("annv", "vanann")
    # Ids are compared as strings, so ts-10 comes before ts-9.
    found = addresses(person("ts-9", "Nguyễn Văn An"), person("ts-10", "Nguyễn Việt Ân"))
    assert (found["ts-10"], found["ts-9"]) == ("annv", "vanann")


def test_shared_mailboxes_come_before_leaders_before_staff():
    # The stated name of the unit's mailbox is the general form of a person's name.
    units = [
        unit(mailbox={"name": "annv"}, staff=[person("ts-1", "Nguyễn Văn An", since="2000-01-01")])
    ]
    assert mains(derived(roster(*units))) == {"phong-noi-vu": "annv", "ts-1": "vanann"}


def test_the_holder_keeps_the_address():
    first = derived(staff_roster(person("ts-2", "Nguyễn Việt Ân", since="2020-01-01")))
    found = mains(
        derived(
            staff_roster(
                person("ts-1", "Nguyễn Văn An", since="2001-01-01"),
                person("ts-2", "Nguyễn Việt Ân", since="2020-01-01"),
            ),
            first,
        )
    )
    assert found == {"ts-2": "annv", "ts-1": "vanann", "phong-noi-vu": "phongnoivu"}


def test_a_reserved_name_sends_to_the_second_step():
    # No Vietnamese name gives a reserved name of RFC 2142, but an office can reserve any name.
    office = OFFICE.model_copy(update={"reserved_names": ("annv",)})
    result = derive(staff_roster(person("ts-1", "Nguyễn Văn An")), Register(), office, TODAY)
    assert mains(result.register)["ts-1"] == "vanann"


def test_an_address_whose_holder_is_gone_sends_to_the_second_step():
    gone = Register([Entry("annv", "ts-0", "reserved", "general", date(2001, 1, 1))])
    found = derived(staff_roster(person("ts-1", "Nguyễn Văn An")), gone)
    assert mains(found)["ts-1"] == "vanann"
    assert found.get("annv").holder == "ts-0"


def test_who_left_keeps_the_address_reserved_and_a_namesake_takes_the_third_step():
    left = person("ts-1", "Nguyễn Văn An", decision("retire", "2020-01-01"))
    newcomer = person("ts-2", "Nguyễn Văn An", since="2021-01-01", birth_date="1999-09-08")
    found = derived(staff_roster(left, newcomer))
    assert found.get("annv").state == "reserved"
    assert mains(found)["ts-2"] == "annv08"


def test_deleting_a_leaver_keeps_the_address_reserved():
    before = derived(
        staff_roster(person("ts-1", "Nguyễn Văn An", decision("resign", "2020-01-01")))
    )
    after = derived(staff_roster(), before)
    assert (after.get("annv").holder, after.get("annv").state) == ("ts-1", "reserved")


def test_a_corrected_name_gets_a_new_address_and_the_old_one_delivers_for_a_year():
    before = derived(staff_roster(person("ts-1", "Nguyễn Thị Thủy")))
    corrected = staff_roster(
        person("ts-1", "Nguyễn Thị Thanh Thủy", decision("rename", "2026-06-15"))
    )
    after = derived(corrected, before)
    old = after.get("thuynt")
    assert mains(after)["ts-1"] == "thuyntt"
    assert (old.state, old.until) == ("former", date(2027, 6, 15))
    assert [alias.address for alias in aliases(state(corrected, after))] == [
        "thuynt@tayson.binhdinh.gov.vn"
    ]
    later = derived(corrected, after, date(2027, 6, 16))
    assert later.get("thuynt").state == "reserved"
    assert not aliases(state(corrected, later, date(2027, 6, 16)))


def test_a_correction_that_folds_alike_keeps_the_address():
    before = derived(staff_roster(person("ts-1", "Nguyễn Văn An")))
    after = derived(
        staff_roster(person("ts-1", "Nguyễn Văn Ân", decision("rename", "2026-06-15"))), before
    )
    assert after == before


def test_a_member_of_staff_who_becomes_a_leader_keeps_the_old_address_delivering():
    before = derived(staff_roster(person("ts-1", "Trần Quốc Tuấn")))
    leaders = roster(
        unit(
            "ubnd-huyen",
            "UBND huyện Tây Sơn",
            "leadership",
            staff=[
                person("ts-1", "Trần Quốc Tuấn", decision("appoint", "2026-03-02"), leader="true")
            ],
        )
    )
    after = derived(leaders, before, date(2030, 1, 1))
    assert mains(after)["ts-1"] == "tranquoctuan"
    assert (after.get("tuantq").state, after.get("tuantq").until) == ("former", None)


def test_a_transfer_keeps_the_address():
    before = derived(staff_roster(person("ts-1", "Nguyễn Văn An")))
    moved = roster(
        unit(),
        unit(
            "phong-y-te",
            "Phòng Y tế",
            staff=[person("ts-1", "Nguyễn Văn An", decision("transfer", "2026-01-05"))],
        ),
    )
    after = derived(moved, before)
    assert after.get("annv") == before.get("annv")


def test_a_dissolved_unit_delivers_to_its_successor_for_a_year():
    units = [
        unit(
            "phong-y-te",
            "Phòng Y tế",
            decisions=[
                decision("establish", "2015-07-16"),
                decision("dissolve", "2026-03-01", successor="phong-noi-vu"),
            ],
        ),
        unit(),
    ]
    the_roster = roster(*units)
    after = derived(the_roster)
    assert (after.get("phongyte").state, after.get("phongyte").until) == (
        "former",
        date(2027, 3, 1),
    )
    found = aliases(state(the_roster, after))
    assert [(alias.address.split("@")[0], alias.account) for alias in found] == [
        ("phongyte", "phong-noi-vu")
    ]
    assert [account.id for account in desired_accounts(state(the_roster, after))] == [
        "phong-noi-vu"
    ]


def test_no_free_step_names_the_missing_component_and_the_record():
    people = [person("ts-1", "Lê Bình"), person("ts-2", "Lê Bình")]
    [finding] = derive(staff_roster(*people), Register(), OFFICE, TODAY).findings
    assert "ts-2" in finding.message
    assert "birth_date" in finding.message
    assert finding.code == "address-no-step-left"


def test_a_local_part_of_more_than_64_characters_is_an_error():
    name = " ".join(["Trung tâm"] * 9)
    [finding] = derive(roster(unit(name=name)), Register(), OFFICE, TODAY).findings
    assert finding.code == "address-too-long"


def test_a_decision_with_a_later_day_takes_effect_by_itself():
    leaving = staff_roster(
        person("ts-1", "Nguyễn Văn An", decision("retire", "2026-11-20", effective="2027-01-01"))
    )
    today = derived(leaving)
    assert (today.get("annv").state, today.get("annv").until) == ("main", date(2026, 12, 31))
    assert [account.id for account in desired_accounts(state(leaving, today))] == [
        "phong-noi-vu",
        "ts-1",
    ]
    new_year = date(2027, 1, 1)
    assert derived(leaving, today, new_year).get("annv").state == "reserved"
    assert [account.id for account in desired_accounts(state(leaving, today, new_year))] == [
        "phong-noi-vu"
    ]


def test_two_steps_in_time_give_the_same_as_one():
    renamed = staff_roster(
        person(
            "ts-1",
            "Nguyễn Thị Lan",
            decision("rename", "2026-11-01", effective="2027-02-01"),
        )
    )
    start = Register([Entry("lannv", "ts-1", "main", "general", date(2015, 8, 1))])
    end = date(2027, 3, 1)
    assert derived(renamed, derived(renamed, start, TODAY), end) == derived(renamed, start, end)


def test_deriving_again_changes_nothing():
    people = [person(f"ts-{n}", "Nguyễn Văn An", birth_date=f"1980-01-{n:02}") for n in range(1, 9)]
    once = derived(staff_roster(*people))
    assert derived(staff_roster(*people), once) == once


def test_who_is_suspended_keeps_the_mailbox_but_not_the_login():
    the_roster = staff_roster(person("ts-1", "Nguyễn Văn An", decision("suspend", "2026-01-05")))
    [_, account] = desired_accounts(state(the_roster, derived(the_roster)))
    assert (account.id, account.state) == ("ts-1", "suspended")
