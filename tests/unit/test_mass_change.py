"""The limits of a mass change: one value in `district.yml` for the plan and the mail host."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from ansible.module_utils.accounts_store import apply, connect
from rosters import OFFICE, TODAY, decision, derived, person, roster, unit, write_unit

from congvu.accounts import desired_accounts
from congvu.accounts_plan import Limits
from congvu.cli.main import main
from congvu.office import DEFAULT_FILE, PROJECT, MassChange, load_office
from congvu.plan.as_json import PlanJson
from congvu.plan.compute import accounts_plan, roster_plan
from congvu.plan.markdown import PlanMarkdown
from congvu.plan.text import PlanText
from congvu.state import State
from merge_requests import deploy
from merge_requests.reviewed import NOTHING, Reviewed

DAY = TODAY.isoformat()
NAMES = ("An", "Bình", "Châu", "Dũng", "Giang", "Hà", "Khoa", "Lan", "Minh")
# Ten mailboxes are open, including the unit's. Four of them are closed.
CLOSED = 4
OFFICES = {
    "narrow": {"percent": 90, "count": 3},
    "wide": {"percent": 40, "count": 4},
    "share": {"percent": 39.5, "count": 500},
    "count": {"count": 500},
    "silent": {},
}


def state(office, *decisions):
    people = [
        person(f"ts-{n}", f"Đỗ {name}", *(decisions if n < CLOSED else ()))
        for n, name in enumerate(NAMES)
    ]
    the_roster = roster(unit(staff=people))
    register = derived(the_roster)
    return State(office, the_roster, register, TODAY, ())


def states(stated):
    office = OFFICE.model_copy(update={"mass_change": MassChange(**stated)})
    return state(office), state(office, decision("resign", "2026-11-20"))


def refused_by_plan(stated):
    """Return the limits in the plan's refusal, empty where it is not refused."""
    lines = PlanText().render({"": roster_plan(*states(stated))}).splitlines()
    [*refusals] = [line for line in lines if line.startswith("TỪ CHỐI: Thay đổi hàng loạt: ")]
    return [re.search(r"mức cho phép \((.+?)\)", line)[1] for line in refusals]


@pytest.fixture(scope="module")
def refused_by_host(tmp_path_factory):
    """Run the role on a store for each office; return the limits in each refusal."""
    folder = tmp_path_factory.mktemp("hosts")
    before, after = states({})
    hosts = {}
    for name, stated in OFFICES.items():
        store = connect(str(folder / f"{name}.sqlite"), read_only=False)
        opening = accounts_plan([], desired_accounts(before))
        store.execute("BEGIN IMMEDIATE")
        apply(store, opening, "2026-11-24")
        store.execute("COMMIT")
        store.close()
        district = yaml.safe_load(DEFAULT_FILE.read_text(encoding="utf-8"))["district"]
        del district["mass_change"]
        if stated:
            district["mass_change"] = stated
        hosts[name] = {"district": district, "mailboxes_store": str(folder / f"{name}.sqlite")}
    accounts = json.dumps([account.as_dict() for account in desired_accounts(after)])
    shared = {
        "ansible_connection": "local",
        "ansible_python_interpreter": sys.executable,
        "mailboxes_dovecot": False,
        "mailboxes_accounts": accounts,
    }
    inventory, play = folder / "hosts.yml", folder / "play.yml"
    inventory.write_text(json.dumps({"all": {"hosts": hosts, "vars": shared}}))
    play.write_text(json.dumps([{"hosts": "all", "roles": ["mailboxes"]}]))
    done = subprocess.run(
        [Path(sys.executable).with_name("ansible-playbook"), "-i", inventory, play],
        env=os.environ | {
            "ANSIBLE_CONFIG": str(PROJECT / "ansible.cfg"),
            "ANSIBLE_CALLBACK_RESULT_FORMAT": "json",
            "ANSIBLE_ROLES_PATH": str(PROJECT / "roles"),
            "LC_ALL": "C.UTF-8",
        },
        cwd=PROJECT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    found = {name: [] for name in OFFICES}
    for name, message in re.findall(
        r"^(?:fatal: )?\[?(\w+)\]?: FAILED! => (.+)$", done.stdout, re.M
    ):
        found[name] = re.findall(r"mức cho phép \((.+?)\)", message)
        assert "-e mailboxes_allow_mass_change=true" in message
    recap = done.stdout.partition("PLAY RECAP")[2]
    for name in OFFICES:
        assert re.search(rf"^{name} .*failed={len(found[name])}\b", recap, re.M), done.stdout
    return found


REFUSED = pytest.mark.parametrize(
    ("name", "limits"),
    [
        ("narrow", ["90 % hoặc 3 hộp thư"]),
        ("wide", []),
        ("share", ["39.5 % hoặc 500 hộp thư"]),
        ("count", [f"{Limits.percent:g} % hoặc 500 hộp thư"]),
        ("silent", [f"{Limits.percent:g} % hoặc {Limits.count} hộp thư"]),
    ],
)


@REFUSED
def test_the_plan_follows_what_the_office_says(name, limits):
    assert refused_by_plan(OFFICES[name]) == limits


def test_suspensions_are_held_by_it_in_the_plan_too():
    office = OFFICE.model_copy(update={"mass_change": MassChange(**OFFICES["narrow"])})
    suspended = state(office, decision("suspend", "2026-11-20"))
    plan = roster_plan(state(office), suspended)
    [refusal] = plan.refusals
    assert (refusal.unit, refusal.excess.suspended) == ("", CLOSED)
    said = PlanText().render({"": plan})
    assert f"đóng 0 và đổi địa chỉ 0, tạm ngưng {CLOSED} trong 10 hộp thư" in said


def between(before, after):
    """Return the plan of a change that closes four mailboxes, and says anew what is too many."""
    old, new = (OFFICE.model_copy(update={"mass_change": MassChange(**stated)})
                for stated in (before, after))  # fmt: skip
    return roster_plan(state(old), state(new, decision("resign", "2026-11-20")))


def test_nobody_raises_the_limit_to_get_through_with_the_same_change():
    plan = between(OFFICES["narrow"], OFFICES["wide"])
    [refusal] = plan.refusals
    assert refusal.excess.limits == MassChange(**OFFICES["narrow"]).limits
    said = "trước là 90 % hoặc 3 hộp thư, sau là 40 % hoặc 4 hộp thư. Kế hoạch này được xét theo"
    for output in (PlanText(), PlanMarkdown()):
        text = output.render({"": plan}).replace("\\", "")
        assert said in text
        assert "quá mức cho phép (90 % hoặc 3 hộp thư)" in text
    told = PlanJson().data(plan)
    assert told["safe"] is False
    assert told["new_limits"] == {
        "before": {"percent": 90, "count": 3},
        "after": {"percent": 40, "count": 4},
    }


def test_a_lower_limit_counts_from_the_next_change_on():
    plan = between(OFFICES["wide"], OFFICES["narrow"])
    assert plan.refusals == ()
    assert "trước là 40 % hoặc 4 hộp thư, sau là 90 %" in PlanText().render({"": plan})


def test_a_change_of_the_limit_alone_is_shown():
    old, new = (OFFICE.model_copy(update={"mass_change": MassChange(**OFFICES[name])})
                for name in ("narrow", "wide"))  # fmt: skip
    text = PlanText().render({"": roster_plan(state(old), state(new))})
    assert "Không có gì thay đổi" not in text
    assert "sau là 40 % hoặc 4 hộp thư" in text


def test_limits_that_stay_are_no_news():
    plan = between(OFFICES["narrow"], OFFICES["narrow"])
    assert plan.new_limits is None
    assert "mass_change" not in PlanText().render({"": plan})
    assert PlanJson().data(plan)["new_limits"] is None


@pytest.fixture
def raising(tmp_path, capsys, monkeypatch):
    """A repository whose last commit closes four mailboxes and allows as many; its Git."""
    district = yaml.safe_load(DEFAULT_FILE.read_text(encoding="utf-8"))
    district["district"]["directory"] = {"contact": unit()["id"]}
    district["district"]["unattended_to"] = unit()["id"]
    roster_folder, file = tmp_path / "roster", tmp_path / DEFAULT_FILE.name
    roster_folder.mkdir()
    monkeypatch.setattr(deploy, "DEFAULT_ROSTER", roster_folder)
    monkeypatch.setattr("congvu.revision.DEFAULT_FILE", file)

    def git(*arguments):
        who = ["-c", "user.name=Thử", "-c", "user.email=thu@example.vn"]
        command = ["git", *who, *arguments]
        done = subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, text=True)
        return done.stdout.strip()

    git("init", "-q", "--template=", "-b", "main", ".")
    for limits, decisions in (("narrow", ()), ("wide", [decision("resign", "2026-11-20")])):
        district["district"]["mass_change"] = OFFICES[limits]
        file.write_text(yaml.safe_dump(district), encoding="utf-8")
        people = [person(f"ts-{n}", f"Đỗ {name}", *(decisions if n < CLOSED else ()))
                  for n, name in enumerate(NAMES)]  # fmt: skip
        write_unit(roster_folder, unit(staff=people))
        assert main(["--roster", str(roster_folder), "--date", DAY, "register"]) == 0
        git("add", "-A", ".")
        git("commit", "-qm", "x")
    capsys.readouterr()
    return git


def test_the_plan_of_a_branch_that_raises_the_limit_is_refused(raising, tmp_path, capsys):
    common = ["--roster", str(tmp_path / "roster"), "--date", DAY, "plan"]
    assert main([*common, "--base", "HEAD^", "--head", "HEAD"]) == 1
    said = capsys.readouterr().out
    assert "sửa mức thay đổi hàng loạt của cơ quan (mass_change): trước là 90 % hoặc 3" in said
    assert "TỪ CHỐI: Thay đổi hàng loạt: đóng 4" in said
    # Once it stands in the target branch it counts.
    assert main([*common, "--base", "HEAD", "--head", "HEAD"]) == 0


def test_the_deployment_of_such_a_commit_goes_by_the_limit_before(raising):
    head, parent = raising("rev-parse", "HEAD"), raising("rev-parse", "HEAD^")
    narrow = MassChange(**OFFICES["narrow"]).limits
    assert deploy.limits_before(head, parent) == narrow
    for unknown in ("", "0" * 40):
        assert deploy.limits_before(head, unknown) == narrow
    assert deploy.limits_before(parent, "") == Limits()  # the first commit of all
    assert deploy.limits_before(head, head) == MassChange(**OFFICES["wide"]).limits


def test_hosts_are_told_the_limit_before(raising, monkeypatch, capsys):
    played = []
    monkeypatch.setattr(deploy, "play", lambda name, **given: played.append((name, given)) or True)
    monkeypatch.setattr(deploy, "settings_from", lambda _: None)
    monkeypatch.setattr(deploy, "inventory", lambda: None)
    monkeypatch.setattr(deploy, "_reviewed", lambda *_: Reviewed(NOTHING, "Kế hoạch đã duyệt."))
    monkeypatch.setenv("CI_COMMIT_SHA", raising("rev-parse", "HEAD"))
    monkeypatch.setenv("CI_COMMIT_BEFORE_SHA", raising("rev-parse", "HEAD^"))
    assert deploy.main() == 0
    assert played == [
        ("mailboxes.yml", {"plan_checksum": NOTHING,
                           "mailboxes_mass_change": {"percent": 90, "count": 3}}),
        ("directory.yml", {}),
    ]  # fmt: skip
    assert "trước là 90 % hoặc 3 hộp thư" in capsys.readouterr().out


@pytest.mark.long
@REFUSED
def test_the_host_follows_what_the_office_says(name, limits, refused_by_host):
    assert refused_by_host[name] == limits


def test_an_office_that_says_nothing_has_the_default(tmp_path):
    data = yaml.safe_load(DEFAULT_FILE.read_text(encoding="utf-8"))
    for stated in ({}, None):
        data["district"].pop("mass_change", None)
        if stated is not None:
            data["district"]["mass_change"] = stated
        file = tmp_path / "district.yml"
        file.write_text(yaml.safe_dump(data))
        assert load_office(file).mass_change.limits == Limits()


def test_the_numbers_stand_in_the_office_and_the_default_alone():
    """A second copy of the limits could make plan, host and page disagree."""
    limits = OFFICE.mass_change
    said = re.compile(
        rf"\b{limits.percent:g} ?(%|percent|phần trăm)|\b{limits.count} (of them|accounts|hộp thư)"
        rf"|max_percent: {limits.percent:g}|max_count: {limits.count}\b"
    )
    files = [PROJECT / "README.md", PROJECT / ".gitlab-ci.yml"]
    for folder in ("congvu", "docs", "merge_requests", "playbooks", "plugins", "roles"):
        files += [file for file in (PROJECT / folder).rglob("*")
                  if file.suffix in {".py", ".md", ".yml", ".j2"}]  # fmt: skip
    found = [
        f"{file}: {line}"
        for file in files
        for line in file.read_text(encoding="utf-8").splitlines()
        if said.search(line)
    ]
    assert found == []
