"""Only the reviewed plan of a merge is carried out, at once or on the day of effect."""

import os
import sqlite3
import subprocess
from datetime import timedelta

import pytest
from conftest import UNIT
from gitlab_server import BOT, CLERK, TOKEN
from test_answer import newcomer

from congvu.days import today
from congvu.plan.markdown import MARKER
from merge_requests.reviewed import NOTHING

# The pipeline uses the real day.
TODAY = today()
CHANGED = "không phải là kế hoạch đã duyệt"


@pytest.fixture
def hosts(office):
    """The office with its hosts (an accounts store on this machine), which agree with main."""
    office.store = office.runner.folder / ".lab-thu" / "accounts.sqlite"
    office.runner.variables |= {
        "CONGVU_INVENTORY": "inventory/local",
        "CONGVU_LAB_DIR": str(office.store.parent),
    }
    office.store.parent.mkdir()
    playbook = [".venv/bin/ansible-playbook", "playbooks/mailboxes.yml", "-i", "inventory/local"]
    subprocess.run(
        playbook, cwd=office.runner.folder, check=True, capture_output=True,
        env={**os.environ, **office.runner.variables, "TZ": "ICT-7", "LC_ALL": "C.UTF-8"},
    )  # fmt: skip
    return office


def by_hand(office):
    """Show the live plan and carry it out, like an operator."""
    manual = ["--manual", "plan-live", "--manual", "deploy-anyway"]
    return office.runner.run_on_main("push", "plan-live", "deploy-anyway", *manual)


def open_accounts(office):
    with sqlite3.connect(office.store) as store:
        rows = store.execute(
            "SELECT account, r.address FROM addresses r JOIN accounts a ON a.id = account "
            "WHERE r.state = 'main' AND a.state IN ('active', 'suspended')"
        )
        return dict(rows.fetchall())


def output(done):
    return done.stdout + done.stderr


def test_what_was_reviewed_is_deployed(hosts, tmp_path):
    hosts.request(1, "a", newcomer(9301, "Trương Thị Kiểm Thử"))
    assert hosts.answer().returncode == 0
    hosts.merge(1)
    # GitLab writes variables of type File as readable for all. ssh refuses such a key.
    key = tmp_path / "key"
    key.write_text("khóa")
    key.chmod(0o666)
    done = hosts.runner.run_on_main("push", "deploy", CONGVU_SSH_KEY=str(key))
    assert key.stat().st_mode & 0o777 == 0o600
    assert done.returncode == 0, output(done)[-3000:]
    assert "Kế hoạch đã duyệt ở yêu cầu !1" in done.stdout
    assert open_accounts(hosts)["ts-9301"] == "thuttk@tayson.binhdinh.gov.vn"
    # The directory is published from the same commit.
    pages = hosts.store.parent / "danhba" / "current"
    shown = (file.read_text(encoding="utf-8") for file in pages.rglob("*.html"))
    assert any("Trương Thị Kiểm Thử" in page for page in shown)
    assert TOKEN not in output(done)
    # The job can be run again.
    assert hosts.runner.run_on_main("push", "deploy").returncode == 0


def test_what_nobody_reviewed_is_refused_until_an_operator_has_looked(hosts):
    hosts.request(1, "a", newcomer(9301, "Trương Thị Kiểm Thử"))
    assert hosts.answer().returncode == 0
    [note] = hosts.gitlab.notes[1]
    # A copy of the comment by a clerk is ignored.
    hosts.gitlab.notes[1] = []
    hosts.gitlab.say(1, note["body"], CLERK)
    hosts.merge(1)
    done = hosts.runner.run_on_main("push", "deploy")
    assert done.returncode != 0
    assert "Không có kế hoạch đã duyệt" in output(done)
    assert CHANGED in output(done)
    assert "plan-live" in output(done)
    assert "ts-9301" not in open_accounts(hosts)
    shown = by_hand(hosts)
    assert shown.returncode == 0, output(shown)[-3000:]
    assert "thuttk@" in shown.stdout
    assert "ts-9301" in open_accounts(hosts)


def test_a_push_after_the_plan_is_not_what_was_reviewed(hosts):
    hosts.request(1, "a", newcomer(9301, "Trương Thị Kiểm Thử"))
    assert hosts.answer().returncode == 0
    hosts.clerk.git("pull", "-q", "origin", "a")
    hosts.clerk.change(UNIT, "title: Chuyên viên", "title: Kế toán")
    hosts.push("a")
    hosts.merge(1)
    done = hosts.runner.run_on_main("push", "deploy")
    assert done.returncode != 0
    assert "có thay đổi sau kế hoạch cuối cùng" in output(done)
    assert "ts-9301" not in open_accounts(hosts)


def test_a_commit_that_changes_no_mailbox_needs_no_plan(hosts):
    before = open_accounts(hosts)
    hosts.runner.change("README.md", "# congvu", "# congvu ")
    done = hosts.runner.run_on_main("push", "deploy")
    assert done.returncode == 0, output(done)[-3000:]
    assert "không đến từ một yêu cầu hợp nhất nào" in done.stdout
    assert open_accounts(hosts) == before


def test_a_decision_takes_effect_in_the_night_of_its_day(hosts):
    decision = (
        "      - {type: recruit, number: 45/QĐ-UBND, date: 2015-08-01}\n"
        "      - {type: suspend, number: 9/QĐ-UBND, date: 2026-11-02, effective: "
    )
    recruit = decision.splitlines()[0] + "\n"
    hosts.runner.change(UNIT, recruit, f"{decision}{TODAY.isoformat()}}}\n")
    assert state(hosts, "ts-0101") == "active"
    done = hosts.runner.run_on_main("schedule", "nightly", **NIGHT)
    assert done.returncode == 0, output(done)[-3000:]
    assert "Các quyết định có hiệu lực đến hôm nay" in done.stdout
    assert "tạm ngưng hộp thư annv@" in done.stdout
    assert state(hosts, "ts-0101") == "suspended"
    again = hosts.runner.run_on_main("schedule", "nightly", **NIGHT)
    assert again.returncode == 0
    assert "Không quyết định nào có hiệu lực hôm nay" in again.stdout


NIGHT = {"CI_PIPELINE_SCHEDULE_DESCRIPTION": "nightly"}


def state(office, account):
    with sqlite3.connect(office.store) as store:
        [row] = store.execute("SELECT state FROM accounts WHERE id = ?", [account]).fetchall()
        return row[0]


def test_a_host_that_somebody_changed_stops_the_night(hosts):
    with sqlite3.connect(hosts.store) as store:
        store.execute("UPDATE accounts SET state = 'suspended' WHERE id = 'ts-0102'")
    done = hosts.runner.run_on_main("schedule", "nightly", **NIGHT)
    assert done.returncode != 0
    assert "MÁY CHỦ THƯ store KHÁC VỚI DANH SÁCH" in output(done)
    assert "ts-0102" in output(done)
    yesterday = TODAY - timedelta(days=1)
    assert f"{yesterday:%d/%m/%Y}" in output(done)
    assert state(hosts, "ts-0102") == "suspended"
    assert by_hand(hosts).returncode == 0
    assert state(hosts, "ts-0102") == "active"


def test_a_missing_inventory_is_said(office):
    done = office.runner.run_on_main("push", "deploy")
    assert done.returncode != 0
    assert "Chưa có inventory «inventory/production»" in output(done)


def test_the_empty_plan_is_no_secret_key(hosts):
    """A comment with the checksum of the empty plan changes nothing."""
    hosts.request(1, "a", newcomer(9301, "Trương Thị Kiểm Thử"))
    assert hosts.answer().returncode == 0
    head = hosts.gitlab.head(1)
    stamp = f"{MARKER}\n<!-- congvu-answer head={head} plan={NOTHING} day=2026-11-24 -->\n"
    hosts.gitlab.notes[1] = []
    hosts.gitlab.say(1, stamp, BOT)
    hosts.merge(1)
    done = hosts.runner.run_on_main("push", "deploy")
    assert done.returncode != 0
    assert "ts-9301" not in open_accounts(hosts)
