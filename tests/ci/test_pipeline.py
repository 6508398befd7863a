"""What GitLab answers a merge request with."""

import json
from xml.etree import ElementTree

import yaml
from conftest import PROJECT, UNIT

NEWCOMER = """\
staff:
  - id: ts-9301
    name: Trương Thị Kiểm Thử
    title: Chuyên viên
    decisions:
      - {type: recruit, number: 1/QĐ-UBND, date: 2026-11-02}
"""


def test_each_pipeline_has_its_jobs(clone):
    assert clone.jobs("merge_request_event") == ["check", "plan"]
    assert clone.jobs("push", branch="main") == ["check"]


def test_a_change_without_effect_passes_and_says_so(clone):
    clone.change(UNIT, "title: Phó Chủ tịch HĐND xã", "title: Phó Chủ tịch Hội đồng nhân dân xã")
    done = clone.run()
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-2000:]
    assert "Không hộp thư nào thay đổi" in (clone.folder / "ke-hoach.md").read_text()
    assert json.loads((clone.folder / "gl-code-quality-report.json").read_text()) == []


def test_a_newcomer_is_planned_and_the_stale_register_shown_inline(clone):
    clone.change(UNIT, "staff:\n", NEWCOMER)
    done = clone.run()
    assert done.returncode != 0
    plan = (clone.folder / "ke-hoach.md").read_text()
    assert plan.startswith("<!-- congvu-plan -->")
    assert "Trương Thị Kiểm Thử" in plan
    assert "thuttk@tayson.binhdinh.gov.vn" in plan
    [issue] = json.loads((clone.folder / "gl-code-quality-report.json").read_text())
    assert issue["check_name"] == "register-stale"
    assert issue["location"]["path"] == "inventory/roster/addresses.yml"


def test_an_error_is_inline_at_its_line_and_fails_both_jobs(clone):
    clone.change(UNIT, "name: Nguyễn Văn An\n", "name: ThS. Nguyễn Văn An\n")
    done = clone.run()
    assert done.returncode != 0
    [issue] = json.loads((clone.folder / "gl-code-quality-report.json").read_text())
    lines = (clone.folder / UNIT).read_text().splitlines()
    assert issue["location"]["path"] == UNIT
    assert "ThS." in lines[issue["location"]["lines"]["begin"] - 1]
    failed = [
        case.get("classname")
        for case in ElementTree.parse(clone.folder / "check.xml").iter("testcase")
        if case.find("failure") is not None
    ]
    assert failed == ["name-invalid"]
    assert "chưa thể hợp nhất" in (clone.folder / "ke-hoach.md").read_text()


def test_jobs_that_run_a_requests_own_files_are_given_no_secret():
    text = (PROJECT / ".gitlab-ci.yml").read_text(encoding="utf-8")
    assert not any(word in text for word in ("TOKEN", "PASSWORD", "PRIVATE", "secrets", "vault"))
    jobs = yaml.safe_load(text)
    assert not any("environment" in job for job in jobs.values() if isinstance(job, dict))
