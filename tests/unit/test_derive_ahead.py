"""Deriving decisions ahead: planned, put off, taken back; what the register's lines say of them."""

from datetime import date

from rosters import (
    OFFICE,
    TODAY,
    decision,
    derived,
    mains,
    person,
    roster,
    staff_roster,
    unit,
)

from congvu.register.derive import derive
from congvu.register.model import Register


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
    # Taken back, the plan leaves no trace.
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
    # A single given name is its own general form and its own full name.
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
    """A nightly run between the two must not take the oldest address for one that just ended."""
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
    """A member of staff who is the district's leader, or no longer."""
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
    # Until the day on which it is the main one again the leader's address goes on delivering.
    assert line(register, "tranquoctuan") == ("former", "2020-01-05", "2026-11-30")
    found = [
        mains(derived(steps[-1], register, day), day)["ts-1"]
        for day in (date(2026, 11, 30), date(2026, 12, 1), date(2027, 1, 31), date(2027, 2, 1))
    ]
    assert found == ["tuantq", "tranquoctuan", "tranquoctuan", "tuantq"]
    # Taken back, both plans leave no trace.
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
    """A coming change of name is taken back, and the name stays: no mailbox must get lost."""
    first = {"decisions": [decision("recruit", "2026-11-20", effective="2026-12-01")]}
    renamed = [*first["decisions"], ahead("rename", "2026-12-24")]
    register = derived(staff_roster({**person("ts-1", "Lê Bình"), **first}))
    register = derived(staff_roster({**person("ts-1", "Võ Chi"), "decisions": renamed}), register)
    the_roster = staff_roster({**person("ts-1", "Võ Chi"), **first})
    register = derived(the_roster, register)
    for day in (date(2026, 12, 1), date(2026, 12, 25)):
        assert mains(derived(the_roster, register, day), day)["ts-1"] == "chiv"
