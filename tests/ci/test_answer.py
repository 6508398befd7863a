"""The comment on a merge request, and the register that the pipeline commits."""

from conftest import REGISTER, UNIT
from gitlab_server import BOT, CLERK, TOKEN

from congvu.plan.markdown import MARKER

NEWCOMER = """\
staff:
  - id: ts-{number}
    name: {name}
    title: Chuyên viên
    decisions:
      - {{type: recruit, number: {number}/QĐ-UBND, date: 2026-11-02}}
"""
ELSEWHERE = "inventory/roster/ubnd-xa-vinh-an.yml"


def newcomer(number, name, file=UNIT):
    return (file, "staff:\n", NEWCOMER.format(number=number, name=name))


def test_the_job_comments_the_plan_and_commits_the_register(office):
    office.request(1, "phong-noi-vu", newcomer(9301, "Trương Thị Kiểm Thử"))
    clerks = office.gitlab.head(1)
    done = office.runner.run_on_main("schedule", "answer")
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-2000:]
    assert "thuttk: {holder: ts-9301" in office.file(1, REGISTER)
    [body] = office.gitlab.own(1)
    assert body.startswith(MARKER)
    assert "thuttk@tayson.binhdinh.gov.vn" in body
    assert "Máy của Văn phòng đã ghi sổ địa chỉ" in body
    assert "lỗi" not in body
    # One commit follows the clerk's, and it contains only the register.
    assert office.gitlab.git("rev-parse", f"{office.gitlab.head(1)}^") == clerks
    assert office.gitlab.git("diff", "--name-only", clerks, office.gitlab.head(1)) == REGISTER
    # The token is not shown anywhere.
    assert TOKEN not in done.stdout + done.stderr + body
    assert TOKEN not in (office.runner.folder / ".git/config").read_text()


def test_a_second_run_changes_nothing(office):
    office.request(1, "a", newcomer(9301, "Trương Thị Kiểm Thử"))
    assert office.answer().returncode == 0
    head, body = office.gitlab.head(1), office.gitlab.own(1)
    office.gitlab.asked.clear()
    done = office.answer()
    assert done.stdout.strip() == "!1: không có gì đổi"
    assert (office.gitlab.head(1), office.gitlab.own(1)) == (head, body)
    # git fetch sends a POST request. There is no other write request.
    assert {path.rsplit("/", 1)[1] for _, path in office.gitlab.written} <= {"git-upload-pack"}


def test_the_comment_is_changed_in_place_and_nobody_elses_is(office):
    office.request(1, "a", newcomer(9301, "Trương Thị Kiểm Thử"))
    forged = (
        f"{MARKER}\n<!-- congvu-answer head={'0' * 40} plan=sha256:{'1' * 64} day=2026-11-24 -->\n"
    )
    office.gitlab.say(1, forged, CLERK)
    assert office.answer().returncode == 0
    first = office.gitlab.own(1)
    office.clerk.git("pull", "-q", "origin", "a")
    office.clerk.change(UNIT, "name: Trương Thị Kiểm Thử", "name: Trương Thị Kiểm Chứng")
    office.push("a")
    # Two jobs at the same time left two comments of the bot.
    office.gitlab.say(1, f"{MARKER}\n", BOT)
    [note, spare] = [note["id"] for note in office.gitlab.notes[1] if note["author"]["id"] == BOT]
    office.gitlab.asked.clear()
    assert office.answer().returncode == 0
    second = office.gitlab.own(1)
    assert len(second) == 1
    assert second != first
    notes = "/api/v4/projects/9/merge_requests/1/notes"
    calls = [call for call in office.gitlab.written if call[1].startswith("/api/")]
    assert calls == [("DELETE", f"{notes}/{spare}"), ("PUT", f"{notes}/{note}")]
    assert "chungttk@" in second[0]
    assert [note["body"] for note in office.gitlab.notes[1] if note["author"]["id"] != BOT] == [
        forged
    ]


def test_two_requests_that_want_one_address_are_settled(office):
    office.request(1, "a", newcomer(9301, "Trương Thị Kiểm Thử"))
    office.request(2, "b", newcomer(9302, "Trần Thị Kim Thử", ELSEWHERE))
    assert office.answer().returncode == 0
    assert "thuttk: {holder: ts-9301" in office.file(1, REGISTER)
    assert "thuttk: {holder: ts-9302" in office.file(2, REGISTER)
    office.merge(1)
    done = office.answer()
    assert done.returncode == 0, done.stderr
    register = office.file(2, REGISTER)
    # The person who was merged first keeps the address.
    assert "thuttk: {holder: ts-9301, state: main" in register
    assert "kimthutt: {holder: ts-9302, state: main" in register
    assert "<<<<<<<" not in register
    [body] = office.gitlab.own(2)
    assert "kimthutt@" in body
    # The commit merges main into the clerk's branch, so the request can be merged now.
    assert office.gitlab.git("rev-list", "--count", "--merges", "main..b") == "1"
    office.merge(2)


def test_a_conflict_that_people_must_settle_is_said(office):
    old = "title: Phó Chủ tịch HĐND xã"
    office.request(1, "a", (UNIT, old, "title: Phó Chủ tịch A"))
    office.request(2, "b", (UNIT, old, "title: Phó Chủ tịch B"))
    office.merge(1)
    head = office.gitlab.head(2)
    assert office.answer().returncode == 0
    [body] = office.gitlab.own(2)
    assert "Xung đột với nhánh chính ở inventory/roster/ubnd-xa-tay-phu.yml" in body
    assert "plan=none" in body
    assert office.gitlab.head(2) == head


def test_an_error_is_linked_to_its_line_and_nothing_is_committed(office):
    office.request(1, "a", (UNIT, "name: Nguyễn Văn An\n", "name: ThS. Nguyễn Văn An\n"))
    head = office.gitlab.head(1)
    assert office.answer().returncode == 0
    [body] = office.gitlab.own(1)
    lines = office.file(1, UNIT).splitlines()
    number = next(number for number, line in enumerate(lines, 1) if "ThS." in line)
    address = f"{office.gitlab.url}/tayson/congvu/-/blob/{head}/{UNIT}#L{number}"
    assert f"[ubnd-xa-tay-phu.yml, dòng {number}]({address})" in body
    assert office.gitlab.head(1) == head


def test_a_register_spoilt_by_hand_is_made_anew_from_mains(office):
    office.request(1, "a", newcomer(9301, "Trương Thị Kiểm Thử"))
    lines = (office.clerk.folder / REGISTER).read_text()
    first = next(line for line in lines.splitlines() if line.startswith("ancx:"))
    office.clerk.change(REGISTER, first, first.replace("ts-0241", "ts-9301"))
    office.push("a")
    assert office.answer().returncode == 0
    register = office.file(1, REGISTER)
    assert first in register
    assert "thuttk: {holder: ts-9301" in register


def test_a_register_that_keeps_an_address_for_nobody_is_made_anew(office):
    office.request(1, "a", newcomer(9301, "Trương Thị Kiểm Thử"))
    line = "zzz: {holder: ts-9999, state: reserved, rule: general, since: 2026-11-02}"
    (office.clerk.folder / REGISTER).open("a").write(f"{line}\n")
    office.clerk.git("commit", "-qam", "x")
    office.push("a")
    assert office.answer().returncode == 0
    assert "zzz:" not in office.file(1, REGISTER)


def test_a_newcomer_taken_back_leaves_no_address_behind(office):
    office.request(1, "a", newcomer(9301, "Trương Thị Kiểm Thử"))
    assert office.answer().returncode == 0
    office.clerk.git("pull", "-q", "origin", "a")
    office.clerk.change(UNIT, NEWCOMER.format(number=9301, name="Trương Thị Kiểm Thử"), "staff:\n")
    office.push("a")
    assert office.answer().returncode == 0
    assert office.file(1, REGISTER) == office.gitlab.git("show", f"main:{REGISTER}")


def test_where_it_may_not_commit_it_says_what_to_do(office):
    office.request(1, "a", newcomer(9301, "Trương Thị Kiểm Thử"))
    office.request(2, "b", newcomer(9302, "Lý Thị Bảo Vệ"))
    office.request(3, "c", newcomer(9303, "Lê Thị Bản Sao"), source_project_id=4)
    office.gitlab.protected.add("b")
    heads = [office.gitlab.head(number) for number in (1, 2, 3)]
    assert office.answer(CONGVU_COMMIT_REGISTER="").returncode == 0
    assert "chưa cho máy ghi sổ" in office.gitlab.own(1)[0]
    assert office.answer().returncode == 0
    assert "được bảo vệ" in office.gitlab.own(2)[0]
    assert "bản sao (fork)" in office.gitlab.own(3)[0]
    assert "Hãy nhờ Văn phòng" in office.gitlab.own(3)[0]
    assert [office.gitlab.head(number) for number in (2, 3)] == heads[1:]


def test_a_push_in_between_is_not_lost(office):
    office.request(1, "a", newcomer(9301, "Trương Thị Kiểm Thử"))

    def clerk_pushes():
        office.clerk.change(UNIT, "title: Chuyên viên", "title: Kế toán")
        office.push("a")

    office.gitlab.before_push = clerk_pushes
    done = office.answer()
    assert done.returncode == 0
    assert "vừa có thay đổi khác" in done.stdout
    assert "thuttk" not in office.file(1, REGISTER)
    assert office.answer().returncode == 0
    assert "thuttk" in office.file(1, REGISTER)
    assert "title: Kế toán" in office.file(1, UNIT)


def test_a_webhook_names_one_request_and_nothing_else_is_believed(office, tmp_path):
    office.request(1, "a", newcomer(9301, "Trương Thị Kiểm Thử"))
    office.request(2, "b", newcomer(9302, "Lý Thị Bảo Vệ"))
    payload = tmp_path / "payload.json"
    payload.write_text(
        '{"object_attributes": {"iid": 2, "source_branch": "main"}, "project": {"id": 4}}'
    )
    done = office.runner.run_on_main("trigger", "answer", TRIGGER_PAYLOAD=str(payload))
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-2000:]
    assert office.gitlab.own(1) == []
    assert len(office.gitlab.own(2)) == 1
    payload.write_text('{"object_attributes": {"iid": "2; rm -rf /"}}')
    assert office.answer(TRIGGER_PAYLOAD=str(payload)).returncode == 0
    assert len(office.gitlab.own(1)) == 1


def test_one_that_fails_does_not_stop_the_others_and_says_why(office):
    office.request(1, "a", newcomer(9301, "Trương Thị Kiểm Thử"))
    office.request(2, "b", newcomer(9302, "Lý Thị Bảo Vệ"))
    office.gitlab.git("update-ref", "-d", "refs/merge-requests/1/head")
    done = office.answer()
    assert done.returncode == 1
    assert done.stderr.startswith("!1: Git không làm được «fetch»")
    assert len(office.gitlab.own(2)) == 1


def test_a_plan_is_kept_that_is_merged_while_the_job_runs(office):
    office.request(1, "a", newcomer(9301, "Trương Thị Kiểm Thử"))
    assert office.answer().returncode == 0
    reviewed = office.gitlab.own(1)
    office.merge(1)
    # The job read the list of requests before the merge.
    office.gitlab.requests[1]["state"] = "opened"
    done = office.answer()
    assert done.stdout.strip() == "!1: đã có trong nhánh chính"
    assert office.gitlab.own(1) == reviewed


def test_personal_data_stays_out_of_the_comment(office):
    entry = NEWCOMER.format(number=9301, name="Nguyễn Văn An")
    private = "    birth_date: 1987-03-19\n    home_town: Quê Thử Nghiệm\n    birthplace: Nơi Thử\n"
    entry = entry.replace("    decisions:", f"{private}    decisions:")
    office.request(1, "a", (ELSEWHERE, "staff:\n", entry))
    done = office.answer()
    assert done.returncode == 0
    [body] = office.gitlab.own(1)
    assert "annv19@" in body
    for word in ("1987", "03-19", "19/03", "Quê Thử", "Nơi Thử"):
        assert word not in body + done.stdout + done.stderr


def test_a_wrong_token_is_named_and_not_shown(office):
    office.request(1, "a", newcomer(9301, "Trương Thị Kiểm Thử"))
    done = office.answer(CONGVU_BOT_TOKEN="glpat-khac")
    assert done.returncode == 1
    assert "GitLab không nhận mã truy cập" in done.stderr or "GitLab không cho xem" in done.stderr
    assert "Traceback" not in done.stderr
    assert "glpat" not in done.stdout + done.stderr
    assert "Thiếu biến CONGVU_BOT_TOKEN" in office.answer(CONGVU_BOT_TOKEN="").stderr
