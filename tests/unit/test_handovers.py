"""`congvu handovers`: a record to be signed for each time that a mailbox passed to others."""

import json
from datetime import date

import pikepdf
import pytest
from rosters import TODAY, decision, derived, person, roster, unit, write_unit

from congvu.cli.main import main
from congvu.handovers.printing import record_json
from congvu.handovers.records import Record
from congvu.office import load_office
from congvu.state import State

RECORD = {
    "mailbox": "phong-noi-vu", "name": "Phòng Nội vụ", "address": "phongnoivu@x.vn",
    "day": "2026-11-20", "from": [{"id": "ts-1", "name": "Lê An"}],
    "to": [{"id": "ts-2", "name": "Đỗ Bình"}],
    "messages": 12345, "size": 123456789, "inbox": 900, "unread": 4, "unanswered": 21,
    "oldest_unanswered": "2026-10-02",
}  # fmt: skip
LEFT = person("ts-1", "Lê An", decision("retire", "2026-11-20", "8/QĐ"))
HEAD = person("ts-2", "Đỗ Bình", decision("appoint", "2026-11-20", "9/QĐ"))
CA = person("ts-3", "Võ Ca")
MAILBOX = {
    "manager": "ts-2",
    "delegates": [
        {"person": "ts-3", "document": "3/GUQ", "date": "2026-11-01", "until": "2026-12-31"}
    ],
}


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    """Run the command with some files of hosts; return code, output and the PDF files."""
    kept, target, where = (tmp_path / name for name in ("kept", "pdf", "roster"))
    monkeypatch.setenv("CONGVU_HANDOVERS", str(kept))
    where.mkdir()
    kept.mkdir()
    write_unit(where, unit(staff=[LEFT, HEAD, CA], mailbox=MAILBOX))

    def run(*options, **files):
        for name, record in files.items():
            text = record if isinstance(record, str) else json.dumps(record)
            (kept / f"{name}.json").write_text(text)
        code = main(["--roster", str(where), "handovers", "--to", str(target), *options])
        made = sorted(file.name for file in target.glob("*"))
        return code, capsys.readouterr().out, made

    run.target = target
    return run


def printed(record, staff=(LEFT, HEAD, CA)):
    the_roster = roster(unit(staff=staff, mailbox=MAILBOX))
    state = State(load_office(), the_roster, derived(the_roster), TODAY, ())
    return json.loads(record_json(Record.model_validate({**RECORD, **record}), state))


def test_each_handover_becomes_one_page_and_once(run):
    code, said, made = run(mail_1=RECORD)
    assert (code, made) == (0, ["ban-giao_mail_1.pdf"])
    assert "Đã lập 1 biên bản bàn giao" in said
    assert len(pikepdf.open(run.target / made[0]).pages) == 1
    assert (run.target / made[0]).stat().st_mode & 0o777 == 0o600
    before = (run.target / made[0]).read_bytes()
    assert run()[:2] == (0, "Không có biên bản nào cần lập thêm.\n")
    assert (run.target / made[0]).read_bytes() == before
    assert run(mail_2=RECORD)[2] == ["ban-giao_mail_1.pdf", "ban-giao_mail_2.pdf"]


def test_without_any_it_says_how_to_fetch_them(run):
    code, said, made = run()
    assert (code, made) == (0, [])
    assert "playbooks/handovers.yml" in said


@pytest.mark.parametrize("broken", ["{", "[]", {**RECORD, "messages": "nhiều"}, {"mailbox": "x"}])
def test_a_file_that_can_not_be_read_is_named_and_stops_no_other(run, broken):
    code, said, made = run(mail_1=broken, mail_2=RECORD)
    assert (code, made) == (1, ["ban-giao_mail_2.pdf"])
    assert "mail_1.json" in said


def test_programs_get_the_same(run):
    code, said, _ = run("--format", "json", mail_1=RECORD, mail_2="{")
    found = json.loads(said)
    assert code == 1
    assert [one["mailbox"] for one in found["written"]] == ["phong-noi-vu"]
    assert len(found["unread"]) == 1


def test_it_cites_the_decisions_of_both_sides():
    assert printed({})["grounds"] == [
        "Lê An: nghỉ hưu, quyết định số 8/QĐ ngày 20/11/2026",
        "Đỗ Bình: bổ nhiệm, quyết định số 9/QĐ ngày 20/11/2026",
    ]


def test_a_delegates_document_is_the_ground():
    made = printed({"to": [{"id": "ts-3", "name": "Võ Ca"}], "from": []})
    assert made["grounds"] == ["Võ Ca: giấy ủy quyền số 3/GUQ ngày 01/11/2026 đến hết 31/12/2026"]


def test_who_is_not_in_the_roster_any_more_is_named_as_the_host_knew_them():
    made = printed({"from": [{"id": "ts-9", "name": "Hồ Cũ"}, {"id": "ts-8", "name": ""}]})
    assert made["givers"] == [
        {"id": "ts-9", "name": "Hồ Cũ", "role": ""},
        {"id": "ts-8", "name": "ts-8", "role": ""},
    ]


def test_figures_are_written_as_in_vietnamese():
    figures = dict(printed({})["figures"])
    assert figures["Tổng số thư, trong mọi thư mục"] == "12.345"
    assert figures["Dung lượng"] == "117,7 MB"
    assert figures["Thư chưa trả lời cũ nhất, đến ngày"] == "02/10/2026"
    none = dict(printed({"oldest_unanswered": None, "unanswered": 0})["figures"])
    assert none["Thư chưa trả lời cũ nhất, đến ngày"] == "không có"


def test_the_day_is_that_of_the_handover():
    assert printed({})["day"] == [2026, 11, 20]
    assert date(*printed({})["day"]) == Record.model_validate(RECORD).day
