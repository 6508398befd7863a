"""The jobs and reports of a merge request's pipeline."""

import json
from xml.etree import ElementTree

from conftest import UNIT

NEWCOMER = """\
staff:
  - id: ts-9301
    name: Trương Thị Kiểm Thử
    title: Chuyên viên
    decisions:
      - {type: recruit, number: 1/QĐ-UBND, date: 2026-11-02}
"""


PROTECTED = {"CI_COMMIT_REF_PROTECTED": "true"}
BY_HAND = ["deploy-anyway", "plan-live", "site"]


def test_each_pipeline_has_its_jobs(clone):
    assert clone.jobs("merge_request_event") == ["check", "plan"]
    # This is also true if a request's branch is protected.
    assert clone.jobs("merge_request_event", **PROTECTED) == ["check", "plan"]
    on_main = {"branch": "main", **PROTECTED}
    assert clone.jobs("push", **on_main) == sorted(["answer", "check", "deploy", "guide", *BY_HAND])
    assert clone.jobs("trigger", **on_main) == ["answer"]
    assert clone.jobs("schedule", **on_main) == ["answer"]
    nightly = {"CI_PIPELINE_SCHEDULE_DESCRIPTION": "nightly"}
    assert clone.jobs("schedule", **on_main, **nightly) == sorted(["answer", "nightly", *BY_HAND])


def test_without_protection_no_job_has_a_secret(clone):
    """A project whose default branch is not protected deploys nothing."""
    for source in ("push", "schedule", "trigger", "web"):
        assert clone.jobs(source, branch="main") in ([], ["check", "guide"])


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
