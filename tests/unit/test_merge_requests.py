"""The pure parts of `merge_requests`, and its settings from a job's environment."""

import json
import os
import re
import subprocess
import sys
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from congvu.accounts_plan import AccountsPlan
from congvu.findings import Finding
from congvu.office import PROJECT
from congvu.plan.markdown import MARKER
from congvu.register.file import MENDED
from merge_requests import deploy_anyway, playbooks, repository, site
from merge_requests.answer import _sentence
from merge_requests.comment import Stamp, comment, own_notes, stamp_of
from merge_requests.deploy_anyway import checksums
from merge_requests.files import REGISTER, code_among
from merge_requests.gitlab_project import Note, Request
from merge_requests.review import Proposal, Review
from merge_requests.reviewed import NOTHING, merged_request, reviewed
from merge_requests.settings import SettingsError, asked_for, settings_from

HEAD, PLAN = "a" * 40, f"sha256:{'b' * 64}"
TODAY = date(2026, 11, 24)
VARIABLES = {
    "CI_SERVER_URL": "https://gitlab.example.vn",
    "CI_PROJECT_ID": "9",
    "CI_PROJECT_URL": "https://gitlab.example.vn/tayson/congvu",
    "CI_DEFAULT_BRANCH": "main",
    "CONGVU_BOT_TOKEN": "glpat-x",
}


def stamped(head=HEAD, plan=PLAN, day="2026-11-24"):
    return f"{MARKER}\n<!-- congvu-answer head={head} plan={plan} day={day} -->\n\nx"


@pytest.mark.parametrize(
    "path",
    [
        ".gitlab-ci.yml",
        "bin/congvu",
        "congvu/state.py",
        "inventory/district.yml",
        "inventory/roster/x.py",
        "inventory/roster/thu-muc/x.yml",
        "inventory/production/hosts.yml",
        ".gitlab/CODEOWNERS",
        ".gitattributes",
        "docs/x.py",
        "README.md.sh",
    ],
)
def test_code_and_settings_are_told_from_the_roster(path):
    assert code_among([path, "inventory/roster/phong-y-te.yml"]) == [path]


def test_the_roster_and_pages_are_no_code():
    assert code_among([REGISTER, "inventory/roster/a.yaml", "README.md", "docs/a/b.md"]) == []


def test_a_stamp_is_read_back_and_nothing_else_is_one():
    assert stamp_of(stamped()) == Stamp(HEAD, PLAN, TODAY)
    assert stamp_of(stamped(plan="none").replace("\n", "\r\n")) == Stamp(HEAD, "", TODAY)
    for body in ("", MARKER, f"x\n{stamped()}", stamped(plan="sha256:1"), stamped(head="main")):
        assert stamp_of(body) is None


def test_what_is_written_is_read_back():
    found = Review("m" * 40, HEAD, ("inventory/roster/a.yml",))
    assert stamp_of(comment(found, TODAY, "https://x")) == Stamp(HEAD, "", TODAY)


def test_a_register_that_may_not_be_committed_is_explained():
    stale = Finding(min(MENDED), "sổ chưa khớp", PROJECT / REGISTER)
    proposal = Proposal("", "t", "chưa có các thay đổi")
    found = Review("m" * 40, HEAD, (), errors=(stale,), proposal=proposal)
    body = comment(found, TODAY, "https://x", "Nhánh được bảo vệ.")
    assert (
        "**Sổ địa chỉ (addresses.yml) chưa đúng:** chưa có các thay đổi. Nhánh được bảo vệ." in body
    )
    assert "Hãy nhờ Văn phòng" in body


def test_only_the_bots_own_notes_are_its_answers():
    notes = [Note(1, 5, stamped()), Note(2, 7, "khác"), Note(3, 7, stamped())]
    assert [note.id for note in own_notes(notes, 7)] == [3]


def request(**more):
    values = {
        "number": 1, "head": HEAD, "source_branch": "a", "of_this_project": True,
        "target_branch": "main", "state": "merged", "result": frozenset({"c"}),
    }  # fmt: skip
    return Request(**{**values, **more})


def test_the_reviewed_plan_is_the_bots_for_the_commit_that_was_merged():
    assert reviewed(request(), [Note(1, 7, stamped())], 7).checksum == PLAN
    for case in (
        (None, [Note(1, 7, stamped())], 7),
        (request(), [Note(1, 5, stamped())], 7),
        (request(), [Note(1, 7, stamped(plan="none"))], 7),
        (request(), [Note(1, 7, stamped(head="c" * 40))], 7),
        (request(), [], 7),
    ):
        found = reviewed(*case)
        assert found.checksum == NOTHING
        assert "Không có kế hoạch đã duyệt" in found.sentence


def test_a_commit_comes_of_one_merged_request_or_of_none():
    assert merged_request([request()], "c", "main") == request()
    for others in (
        [],
        [request(state="opened")],
        [request(target_branch="khac")],
        [request(result=frozenset({"d"}))],
        [request(), request(number=2)],
    ):
        assert merged_request(others, "c", "main") is None


def test_nothing_is_the_plan_that_changes_nothing():
    assert not AccountsPlan(existing=0).changed
    assert AccountsPlan(existing=700).checksum == NOTHING


@pytest.mark.parametrize("name", sorted(VARIABLES))
def test_a_missing_variable_is_named_and_no_value_shown(name):
    with pytest.raises(SettingsError, match=f"Thiếu biến {name}") as error:
        settings_from({**VARIABLES, name: ""})
    assert "glpat" not in str(error.value)


@pytest.mark.parametrize(
    ("payload", "number"),
    [
        ('{"object_attributes": {"iid": 12}}', 12),
        ('{"object_attributes": {"iid": "12"}}', None),
        ('{"object_attributes": {"iid": true}}', None),
        ('{"object_attributes": {"iid": -1}}', None),
        ('{"object_attributes": {"iid": 1e400}}', None),
        ('{"object_attributes": []}', None),
        ("[" * 100_000, None),
        ("\x00", None),
    ],
)
def test_a_number_is_all_that_is_taken_from_a_payload(tmp_path, payload, number):
    file = tmp_path / "payload"
    file.write_text(payload)
    assert asked_for({"TRIGGER_PAYLOAD": str(file)}) == number


def test_without_a_payload_all_are_asked_for(tmp_path):
    assert asked_for({}) is None
    assert asked_for({"TRIGGER_PAYLOAD": str(tmp_path / "none")}) is None


def test_a_live_plan_names_hosts_and_checksums_alone():
    plan = {"hosts": {"mail": {"checksum": PLAN}}}
    assert checksums(json.dumps(plan)) == {"mail": PLAN}
    for bad in (
        {},
        {"hosts": {}},
        {"hosts": {"all:!x": {"checksum": PLAN}}},
        {"hosts": {"-x": {"checksum": PLAN}}},
        {"hosts": {"mail": {"checksum": "x"}}},
        [],
    ):
        with pytest.raises((ValueError, KeyError, TypeError)):
            checksums(json.dumps(bad))


def test_what_nobody_expected_is_said_without_its_values():
    try:
        int("1987-03-19")
    except ValueError as error:
        sentence = _sentence(error)
    assert "ValueError ở test_merge_requests.py" in sentence
    assert "1987" not in sentence


def test_git_that_takes_too_long_is_given_up(tmp_path, monkeypatch):
    monkeypatch.setattr(repository, "_PATIENCE", 0)
    with pytest.raises(repository.RepositoryError, match="Git chưa xong «show» sau 0 giây"):
        repository.Repository(tmp_path, settings_from(VARIABLES)).author("HEAD")


def test_playbooks_are_not_given_the_bots_token(monkeypatch):
    given = {}

    def run(command, **options):
        given.update(options["env"], command=command)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setenv("CONGVU_BOT_TOKEN", "glpat-x")
    monkeypatch.setenv("CONGVU_INVENTORY", "inventory/local")
    monkeypatch.setattr(playbooks.subprocess, "run", run)
    assert playbooks.play("mailboxes.yml", plan_checksum=PLAN)
    assert "CONGVU_BOT_TOKEN" not in given
    assert "glpat-x" not in str(given)
    assert PLAN in str(given["command"])


@pytest.mark.long
@pytest.mark.parametrize(("zone", "hours"), [("ICT-7", 7), ("AAA+12", -12), ("BBB-14", 14)])
def test_the_day_is_vietnams_for_python_and_ansible(zone, hours):
    """The last two zones never have the same day, so the result can't be right by chance."""
    there = timezone(timedelta(hours=hours))
    days = {str(datetime.now(there).date())}
    environment = {**os.environ, "TZ": zone, "LC_ALL": "C.UTF-8"}
    said = []
    for command in (
        [sys.executable, "-c", "from datetime import date; print(date.today())"],
        [Path(sys.executable).with_name("ansible"), "localhost", "-i", "localhost,", "-m", "debug",
         "-a", "msg={{ now().date() }}"],
    ):  # fmt: skip
        done = subprocess.run(
            command, env=environment, cwd=PROJECT, check=True, capture_output=True, text=True
        )
        said += re.findall(r"\d{4}-\d\d-\d\d", done.stdout)
    days.add(str(datetime.now(there).date()))
    assert len(said) == 2
    assert set(said) <= days


@pytest.fixture
def played(monkeypatch):
    """Record playbook runs instead of starting them; `fail` names those that fail."""
    monkeypatch.setenv("CONGVU_INVENTORY", "inventory/local")
    calls, fail = [], set()

    def play(*what, **variables):
        calls.append((*what, variables))
        return what[-1] not in fail

    for module in (site, deploy_anyway):
        monkeypatch.setattr(module, "play", play)
    monkeypatch.setattr(deploy_anyway, "play_on", play)
    return calls, fail


def test_setting_hosts_up_anew_leaves_accounts_alone(played):
    calls, fail = played
    assert site.main() == 0
    assert [call[0] for call in calls] == ["mail_hosts.yml", "directory.yml"]
    fail.add("mail_hosts.yml")
    assert site.main() == 1
    assert len(calls) == 3


def test_each_host_does_the_plan_that_was_looked_at(played, tmp_path, monkeypatch, capsys):
    calls, fail = played
    file = tmp_path / "live-plan.json"
    other = f"sha256:{'c' * 64}"
    file.write_text(
        json.dumps({"hosts": {"mail": {"checksum": PLAN}, "mail2": {"checksum": other}}})
    )
    monkeypatch.setattr(sys, "argv", ["deploy_anyway", str(file)])
    assert deploy_anyway.main() == 0
    allowed = {"mailboxes_allow_mass_change": True}
    assert calls == [
        ("mail", "mailboxes.yml", {"plan_checksum": PLAN, **allowed}),
        ("mail2", "mailboxes.yml", {"plan_checksum": other, **allowed}),
        ("directory.yml", {}),
    ]
    calls.clear()
    fail.add("mailboxes.yml")
    assert deploy_anyway.main() == 1
    assert len(calls) == 1
    assert "Máy mail đã khác với kế hoạch vừa xem" in capsys.readouterr().err
    file.unlink()
    assert deploy_anyway.main() == 1
    assert "hãy chạy «plan-live»" in capsys.readouterr().err
