"""Who gets the mail of a dissolved unit or section (address rules, point 8)."""

from datetime import date

import pytest
from rosters import OFFICE, TODAY, aliases, decision, derived, roster, unit, write_unit

from congvu.checks import run_checks
from congvu.cli.main import main
from congvu.state import State, read_state
from plugins.filter.desired_accounts import desired_accounts as accounts_filter

STARTED = decision("establish", "2015-07-16")


def ended(successor=None, day="2026-03-01", number="9/QĐ-UBND", **more):
    more |= {"successor": successor} if successor else {}
    return decision("dissolve", day, number, **more)


def section(id_, name, *decisions):
    return {"id": id_, "name": name, "decisions": list(decisions)}


def commune(id_="xa-a", place="Xã A", *sections, ends=(), staff=()):
    return unit(
        id_, f"UBND {place}", "commune", place=place, sections=list(sections), staff=staff,
        decisions=[STARTED, *ends],
    )  # fmt: skip


CLERKS = section("van-thu", "Văn thư")
DESK = section("mot-cua", "Một cửa")


def delivers(*units, on=TODAY):
    the_roster = roster(*units)
    register = derived(the_roster, on=on)
    found = aliases(State(OFFICE, the_roster, register, on, ()))
    return {alias.address.partition("@")[0]: alias.account for alias in found}


@pytest.mark.parametrize("successor", ["xa-a/van-thu", "xa-a", "phong-noi-vu"])
def test_a_section_that_ends_by_itself_delivers_to_its_successor(successor):
    ends = section("mot-cua", "Một cửa", STARTED, ended(successor))
    found = delivers(commune("xa-a", "Xã A", CLERKS, ends), unit())
    assert found == {"motcua-xaa": successor.replace("/", ".")}


def test_it_does_so_for_a_year_only():
    ends = section("mot-cua", "Một cửa", STARTED, ended("xa-a"))
    office = commune("xa-a", "Xã A", ends)
    assert delivers(office, on=date(2027, 3, 1)) == {"motcua-xaa": "xa-a"}
    assert delivers(office, on=date(2027, 3, 2)) == {}


def test_without_a_successor_its_mail_goes_to_nobody():
    assert delivers(commune("xa-a", "Xã A", section("mot-cua", "Một cửa", STARTED, ended()))) == {}


def test_a_section_ends_with_its_unit_and_goes_to_its_namesake_through_every_merger():
    found = delivers(
        commune("xa-a", "Xã A", CLERKS, DESK, ends=[ended("xa-b")]),
        commune("xa-b", "Xã B", ends=[ended("xa-c", "2026-06-01")]),
        commune("xa-c", "Xã C", CLERKS),
    )
    assert found == {
        "vanthu-xaa": "xa-c.van-thu",  # xã B never had one
        "motcua-xaa": "xa-c",
        "xaa": "xa-c",
        "xab": "xa-c",
    }


def test_the_successor_of_a_section_may_end_with_its_unit():
    found = delivers(
        commune(
            "xa-a", "Xã A", CLERKS, section("mot-cua", "Một cửa", STARTED, ended("xa-a/van-thu")),
            ends=[ended("xa-b", "2026-06-01")],
        ),
        commune("xa-b", "Xã B", CLERKS),
    )  # fmt: skip
    assert found["motcua-xaa"] == "xa-b.van-thu"


@pytest.mark.parametrize("day", ["2026-03-01", "2026-02-01"])
def test_of_two_ends_the_first_rules_and_on_one_day_that_with_a_successor(day):
    closed = section("van-thu", "Văn thư", STARTED, ended(None, day, "8/QĐ-UBND"))
    found = delivers(commune("xa-a", "Xã A", closed, ends=[ended("xa-b")]), commune("xa-b", "Xã B"))
    assert found.get("vanthu-xaa") == ("xa-b" if day == "2026-03-01" else None)


def test_successors_in_a_circle_are_warned_about_and_deliver_to_nobody(tmp_path):
    units = [
        commune("xa-a", "Xã A", section("mot-cua", "Một cửa", STARTED, ended("xa-a/van-thu")),
                section("van-thu", "Văn thư", STARTED, ended("xa-a/mot-cua"))),
    ]  # fmt: skip
    assert delivers(*units) == {}
    assert codes(tmp_path, *units)["successor-dissolved"] == 2


def codes(folder, *units):
    for data in units:
        write_unit(folder, data)
    found = {}
    for finding in run_checks(read_state(folder, TODAY, OFFICE)):
        found.setdefault(finding.code, []).append(finding)
    return {code: len(some) for code, some in found.items()}


def fault(folder, successor):
    ends = section("mot-cua", "Một cửa", STARTED, ended(successor))
    write_unit(folder, commune("xa-a", "Xã A", CLERKS, ends))
    return next(
        finding
        for finding in run_checks(read_state(folder, TODAY, OFFICE))
        if finding.code in ("successor-unknown", "value-invalid")
    )


@pytest.mark.parametrize(
    ("successor", "told"),
    [
        ("van-thu", "ghi cả mã đơn vị: successor: xa-a/van-thu"),
        ("xa-a/van-tu", "có phải là «xa-a/van-thu»?"),
        ("xa-a/mot-cua", "không có «xa-a/mot-cua» để tiếp nhận"),
        ("ts-1", "mã-đơn-vị/mã-bộ-phận"),
        ("xa-a/", "mã-đơn-vị/mã-bộ-phận"),
        ("Xã A", "mã-đơn-vị/mã-bộ-phận"),
    ],
)
def test_who_writes_a_wrong_successor_is_told_which_to_write(tmp_path, successor, told):
    found = fault(tmp_path, successor)
    assert told in found.message
    line = found.file.read_text().splitlines()[found.line - 1]
    assert line.strip() == f"successor: {successor}"
    assert found.message.count("«xa-a/mot-cua»") <= 1  # never suggested to itself


def test_what_the_filters_give_to_the_mail_host(tmp_path):
    ends = section("mot-cua", "Một cửa", STARTED, ended("xa-a/van-thu", effective="2027-01-01"))
    write_unit(tmp_path, commune("xa-a", "Xã A", CLERKS, ends))
    assert main(["--roster", str(tmp_path), "--date", "2026-11-24", "register"]) == 0

    def former(day):
        accounts = accounts_filter(str(tmp_path), day)
        return {one["id"]: list(one["former_addresses"]) for one in accounts
                if one["former_addresses"]}  # fmt: skip

    assert {one["id"] for one in accounts_filter(str(tmp_path), "2026-12-31")} == {
        "xa-a", "xa-a.van-thu", "xa-a.mot-cua"}  # fmt: skip
    assert former("2026-12-31") == {}
    assert former("2027-01-01") == {"xa-a.van-thu": ["motcua-xaa@tayson.binhdinh.gov.vn"]}


def test_an_end_of_unit_and_section_on_the_last_day_of_the_calendar_is_no_fault(tmp_path):
    ends = [ended("phong-noi-vu", "9999-12-31")]
    found = codes(tmp_path, commune("xa-a", "Xã A", CLERKS, ends=ends), unit())
    assert "decision-year" in found
