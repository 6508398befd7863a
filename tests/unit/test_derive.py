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


# Coming decisions: planned, postponed, removed. The register's lines show them.


def line(register, local_part):
    entry = register.get(local_part)
    return entry.state, entry.since.isoformat(), entry.until and entry.until.isoformat()


def ahead(type_, effective, number="9/QĐ-UBND"):
    return decision(type_, "2026-11-20", number, effective=effective)


def test_who_comes_back_has_no_main_address_between_and_the_old_one_again_afterwards():
    left = decision("resign", "2026-03-01")
    back = ahead("recruit", "2027-02-01")
    returning = staff_roster(person("ts-1", "Nguyễn Văn An", left, back))
    before = derived(staff_roster(person("ts-1", "Nguyễn Văn An", left)))
    planned = derived(returning, before)
    assert line(planned, "annv") == ("reserved", "2015-08-01", "2027-01-31")
    there = derived(returning, planned, date(2027, 2, 1))
    assert line(there, "annv") == ("main", "2027-02-01", None)
    # After the decision is removed, the register has no trace of it.
    assert derived(staff_roster(person("ts-1", "Nguyễn Văn An", left)), planned) == before


def test_an_end_and_a_return_decided_at_once_are_both_seen():
    both = (ahead("resign", "2026-12-01"), ahead("recruit", "2027-02-01"))
    the_roster = staff_roster(person("ts-1", "Nguyễn Văn An", *both))
    start = derived(staff_roster(person("ts-1", "Nguyễn Văn An")))
    assert line(derived(the_roster, start), "annv") == ("main", "2015-08-01", "2026-11-30")
    between = derived(the_roster, start, date(2026, 12, 24))
    assert line(between, "annv") == ("reserved", "2015-08-01", "2027-01-31")


def test_a_new_name_that_is_taken_back_before_its_day_never_counts():
    start = derived(staff_roster(person("ts-1", "Nguyễn Văn An")))
    renaming = staff_roster(person("ts-1", "Lê Bình", ahead("rename", "2027-01-01")))
    planned = derived(renaming, start)
    assert line(planned, "binhl") == ("main", "2027-01-01", None)
    withdrawn = derived(staff_roster(person("ts-1", "Nguyễn Văn An")), planned)
    assert mains(withdrawn, date(2027, 6, 1))["ts-1"] == "annv"
    assert line(withdrawn, "binhl")[0] == "reserved"


def test_a_new_name_that_is_put_off_counts_from_the_later_day():
    start = derived(staff_roster(person("ts-1", "Nguyễn Văn An")))
    early = staff_roster(person("ts-1", "Lê Bình", ahead("rename", "2027-01-01")))
    late = staff_roster(person("ts-1", "Lê Bình", ahead("rename", "2027-03-01")))
    found = derived(late, derived(early, start))
    assert line(found, "annv") == ("main", "2015-08-01", "2027-02-28")
    assert mains(derived(late, found, date(2027, 2, 1)), date(2027, 2, 1))["ts-1"] == "annv"
    assert mains(derived(late, found, date(2027, 3, 1)), date(2027, 3, 1))["ts-1"] == "binhl"


def test_who_steps_down_on_a_later_day_is_a_leader_until_then():
    leader = person("ts-1", "Trần Quốc Tuấn", decision("appoint", "2026-03-02"), leader="true")
    office = ("ubnd-huyen", "UBND huyện Tây Sơn", "leadership")
    start = derived(staff_roster(person("ts-1", "Trần Quốc Tuấn")))
    as_leader = derived(roster(unit(*office, staff=[leader])), start)
    down = person(
        "ts-1",
        "Trần Quốc Tuấn",
        decision("appoint", "2026-03-02"),
        ahead("transfer", "2027-01-01"),
    )
    the_roster = staff_roster(down)
    planned = derived(the_roster, as_leader)
    assert line(planned, "tranquoctuan") == ("main", "2026-03-02", "2026-12-31")
    assert not derive(the_roster, as_leader, OFFICE, TODAY).undecided
    for day, address in ((date(2026, 12, 31), "tranquoctuan"), (date(2027, 1, 1), "tuantq")):
        assert mains(derived(the_roster, planned, day), day)["ts-1"] == address


def test_a_transfer_is_no_decision_about_a_name():
    start = derived(staff_roster(person("ts-1", "Nguyễn Văn An")))
    moved = staff_roster(person("ts-1", "Lê Bình", decision("transfer", "2026-05-01")))
    result = derive(moved, start, OFFICE, TODAY)
    assert mains(result.register)["ts-1"] == "annv"
    assert [holder.id for holder, _ in result.undecided] == ["ts-1"]


def test_forms_that_are_equal_leave_the_address_as_it_is():
    # For a name with only one part, the general form and the full name are the same.
    start = derived(staff_roster(person("ts-1", {"given": "H'Hen"})))
    leader = person("ts-1", {"given": "H'Hen"}, ahead("appoint", "2027-01-01"), leader="true")
    office = unit("ubnd-huyen", "UBND huyện Tây Sơn", "leadership", staff=[leader])
    assert derived(roster(unit(), office), start).get("hhen") == start.get("hhen")


def test_a_component_is_not_taken_for_the_rest_of_a_shorter_name():
    people = [
        person("ts-1", "Nguyễn Văn Bình An"),
        person("ts-2", "Nguyễn Văn Bình An", home_town="Khê"),
    ]
    start = derived(staff_roster(*people))
    assert mains(start)["ts-2"] == "annvbkhe"
    corrected = person("ts-2", "Nguyễn Văn An", decision("rename", "2026-06-15"), home_town="Khê")
    assert mains(derived(staff_roster(people[0], corrected), start))["ts-2"] == "annv"


def test_a_section_that_came_later_has_its_address_from_its_own_day():
    commune = unit("xa", "UBND xã Tây Phú", "commune", place="Tây Phú")
    commune["sections"] = [
        {"id": "van-thu", "name": "Văn thư", "decisions": [ahead("establish", "2027-01-01")]}
    ]
    assert line(derived(roster(commune)), "vanthu-tayphu") == ("main", "2027-01-01", None)


def test_a_planned_name_that_is_corrected_before_its_day_needs_no_second_decision():
    start = derived(staff_roster(person("ts-1", "Nguyễn Văn An")))
    wrong = derived(staff_roster(person("ts-1", "Lê Bình", ahead("rename", "2027-01-01"))), start)
    right = derived(staff_roster(person("ts-1", "Lê Vinh", ahead("rename", "2027-01-01"))), wrong)
    assert line(right, "annv") == ("main", "2015-08-01", "2026-12-31")
    assert line(right, "vinhl") == ("main", "2027-01-01", None)
    assert line(right, "binhl")[0] == "reserved"


def test_a_new_name_counts_on_the_very_day():
    start = derived(staff_roster(person("ts-1", "Nguyễn Văn An")))
    renaming = staff_roster(person("ts-1", "Lê Bình", ahead("rename", "2027-01-01")))
    planned = derived(renaming, start)
    assert line(derived(renaming, planned, date(2026, 12, 31)), "annv")[0] == "main"
    assert line(derived(renaming, planned, date(2027, 1, 1)), "annv") == (
        "former",
        "2015-08-01",
        "2028-01-01",
    )


def test_who_leaves_gets_no_mail_at_an_old_name_either():
    start = derived(staff_roster(person("ts-1", "Nguyễn Văn An")))
    renamed = decision("rename", "2026-05-01")
    after = derived(staff_roster(person("ts-1", "Lê Bình", renamed)), start)
    assert line(after, "annv")[0] == "former"
    left = staff_roster(person("ts-1", "Lê Bình", renamed, decision("retire", "2026-11-01")))
    assert line(derived(left, after), "annv") == ("reserved", "2015-08-01", None)


def test_who_returns_to_an_earlier_name_through_another_has_the_old_address_on_that_day_only():
    """A nightly run between the two must not treat the oldest address as one that just ended."""
    first = decision("rename", "2024-01-05", "2/QĐ-UBND")
    then = decision("rename", "2026-11-20", "3/QĐ-UBND", effective="2026-11-26")
    last = decision("rename", "2026-11-20", "4/QĐ-UBND", effective="2026-12-01")
    register = Register()
    for name, *decided in (
        ("Nguyễn Văn An", ()),
        ("Lê Bình", first),
        ("Võ Chi", first, then),
        ("Nguyễn Văn An", first, then, last),
    ):
        the_roster = staff_roster(person("ts-1", name, *filter(None, decided)))
        register = derived(the_roster, register)
    for day in (26, 26, 27, 30):
        register = derived(the_roster, register, date(2026, 11, day))
        assert line(register, "annv") == ("reserved", "2015-08-01", "2026-11-30")
        assert mains(register, date(2026, 11, day))["ts-1"] == "chiv"
    assert mains(derived(the_roster, register, date(2026, 12, 1)), date(2026, 12, 1)) == {
        "phong-noi-vu": "phongnoivu",
        "ts-1": "annv",
    }


def leading(leader, *decisions):
    """A member of staff who is or was the district's leader."""
    someone = person("ts-1", "Trần Quốc Tuấn", *decisions)
    if not leader:
        return staff_roster(someone)
    office = unit("ubnd-huyen", "UBND huyện", "leadership", staff=[{**someone, "leader": "true"}])
    return roster(unit(), office)


def test_a_planned_return_to_an_old_address_counts_though_another_change_is_planned_after_it():
    up = decision("appoint", "2020-01-05", "2/QĐ-UBND")
    down = decision("transfer", "2026-11-24", "3/QĐ-UBND")
    up_again = ahead("appoint", "2026-12-01", "4/QĐ-UBND")
    down_again = ahead("transfer", "2027-02-01", "5/QĐ-UBND")
    steps = [
        leading(False), leading(True, up), leading(False, up, down),
        leading(True, up, down, up_again), leading(False, up, down, up_again, down_again),
    ]  # fmt: skip
    register = Register()
    seen = []
    for the_roster in steps:
        register = derived(the_roster, register)
        seen.append(register)
    # The leader's address is delivered until it is the main address again.
    assert line(register, "tranquoctuan") == ("former", "2020-01-05", "2026-11-30")
    found = [
        mains(derived(steps[-1], register, day), day)["ts-1"]
        for day in (date(2026, 11, 30), date(2026, 12, 1), date(2027, 1, 31), date(2027, 2, 1))
    ]
    assert found == ["tuantq", "tranquoctuan", "tranquoctuan", "tuantq"]
    # After both decisions are removed, the register has no trace of them.
    assert derived(steps[2], register) == derived(steps[2], seen[3]) == seen[2]


def test_dates_at_the_calendars_ends_are_no_fault():
    last = decision("rename", "2026-11-20", effective="9999-12-31")
    start = derived(staff_roster(person("ts-1", "Nguyễn Văn An")))
    renamed = staff_roster(person("ts-1", "Lê Bình", last))
    planned = derived(renamed, start)
    there = derived(renamed, planned, date.max)
    assert line(there, "annv") == ("former", "2015-08-01", "9999-12-31")
    first = person("ts-2", "Võ Ca", decision("resign", "0001-01-01"), since="0001-01-01")
    assert "ts-2" not in mains(derived(staff_roster(first)))


def test_an_old_transfer_makes_nobody_a_leader():
    moved = decision("transfer", "2020-01-05")
    start = derived(leading(False, moved))
    result = derive(leading(True, moved), start, OFFICE, TODAY)
    assert mains(result.register)["ts-1"] == "tuantq"
    assert [holder.id for holder, _ in result.undecided] == ["ts-1"]


def test_a_name_that_is_taken_back_and_decided_again_for_a_later_day_waits_for_that_day():
    start = derived(staff_roster(person("ts-1", "Nguyễn Văn An")))
    early = staff_roster(person("ts-1", "Lê Bình", ahead("rename", "2026-11-26")))
    late = staff_roster(person("ts-1", "Lê Bình", ahead("rename", "2026-12-24", "8/QĐ-UBND")))
    register = derived(early, start)
    register = derived(staff_roster(person("ts-1", "Nguyễn Văn An")), register)
    register = derived(late, register)
    for day in (date(2026, 11, 25), date(2026, 11, 26), date(2026, 12, 23)):
        register = derived(late, register, day)
        assert mains(register, day)["ts-1"] == "annv"
    assert mains(derived(late, register, date(2026, 12, 24)), date(2026, 12, 24))["ts-1"] == "binhl"


def test_who_is_still_to_come_and_has_another_name_has_its_address_on_the_first_day():
    """A coming change of name is removed, but the name stays: no mailbox may be lost."""
    first = {"decisions": [decision("recruit", "2026-11-20", effective="2026-12-01")]}
    renamed = [*first["decisions"], ahead("rename", "2026-12-24")]
    register = derived(staff_roster({**person("ts-1", "Lê Bình"), **first}))
    register = derived(staff_roster({**person("ts-1", "Võ Chi"), "decisions": renamed}), register)
    the_roster = staff_roster({**person("ts-1", "Võ Chi"), **first})
    register = derived(the_roster, register)
    for day in (date(2026, 12, 1), date(2026, 12, 25)):
        assert mains(derived(the_roster, register, day), day)["ts-1"] == "chiv"
