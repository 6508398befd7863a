"""The plan: what a change does to mailboxes, whether it is safe, and its checksum."""

import json
import shutil
import subprocess
from typing import get_args

import pytest
from rosters import OFFICE, TODAY, decision, person, unit, write_unit
from snapshots import matches_snapshot

from congvu.accounts import desired_accounts
from congvu.accounts_plan import plan as host_plan
from congvu.cli.main import main
from congvu.plan.as_json import PlanJson
from congvu.plan.compute import roster_plan, stored
from congvu.plan.markdown import PlanMarkdown, escaped
from congvu.plan.model import Reason
from congvu.plan.sentences import WORDS, sentence
from congvu.plan.text import PlanText
from congvu.state import read_state

LE_AN = {**person("ts-1", "Lê Văn An"), "title": "Trưởng phòng"}
BINH = person("ts-2", "Nguyễn Thị Bình")
CHI = person("ts-3", "Trần Chi")
MANAGED = {"mailbox": {"manager": "ts-1"}}


def health(*staff, **more):
    return unit("phong-y-te", "Phòng Y tế", staff=staff, **more)


class Office:
    """A roster in a Git repository."""

    def __init__(self, folder, capsys):
        self.folder = folder
        self._capsys = capsys

    def begin(self):
        """Make the first commit."""
        self.folder.mkdir()
        self.git("init", "-q", "--template=", "-b", "main", ".")
        self.write(unit(staff=[LE_AN, BINH], **MANAGED), health(CHI))
        self.commit()

    def git(self, *arguments):
        who = ["-c", "user.name=Thử", "-c", "user.email=thu@example.vn"]
        subprocess.run(["git", *who, *arguments], cwd=self.folder, check=True, capture_output=True)

    def write(self, *units):
        for data in units:
            write_unit(self.folder, data)
        self.run("register")

    def commit(self):
        self.git("add", "-A", ".")
        self.git("commit", "-qm", "x")

    def run(self, *arguments, day="2026-11-24"):
        code = main(["--roster", str(self.folder), "--date", day, *arguments])
        captured = self._capsys.readouterr()
        return code, captured.out + captured.err

    def plan(self, *arguments, code=0):
        got, text = self.run("plan", "--base", "main", "--format", "json", *arguments)
        assert got == code, text
        return json.loads(text)

    def kinds(self, **more):
        plan = self.plan(**more)
        return [(change["kind"], change["subject"]) for change in plan["changes"]]


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    return tmp_path_factory.mktemp("begun") / "roster"


@pytest.fixture
def office(begun, tmp_path, capsys):
    if not begun.exists():
        Office(begun, capsys).begin()
    return Office(shutil.copytree(begun, tmp_path / "roster"), capsys)


def test_no_change_is_said_in_plain_words(office):
    assert "Không hộp thư nào thay đổi." in office.run("plan", "--base", "main")[1]
    assert office.plan()["changes"] == []


def test_a_change_of_the_directory_alone_touches_no_mailbox(office):
    office.write(unit(staff=[LE_AN, {**BINH, "title": "Phó Trưởng phòng"}], **MANAGED))
    assert office.kinds() == [("directory", "ts-2")]
    assert "Không hộp thư nào thay đổi." in office.plan()["summary"]


@pytest.mark.parametrize(
    ("units", "kinds"),
    [
        ([health(CHI, person("ts-4", "Trần Chi", birth_date="1990-05-06"))],
         [("opened", "ts-4"), ("personal-data", "ts-4")]),
        ([health(person("ts-3", "Trần Chi", decision("retire", "2026-11-20")))],
         [("closed", "ts-3")]),
        ([health(person("ts-3", "Trần Chinh", decision("rename", "2026-11-20")))],
         [("readdressed", "ts-3"), ("directory", "ts-3")]),
        ([health(person("ts-3", "Trần Chi", decision("suspend", "2026-11-20")))],
         [("suspended", "ts-3")]),
        ([unit(staff=[LE_AN, BINH, person("ts-3", "Trần Chi", decision("transfer", "2026-11-20"))],
               **MANAGED), health()],
         [("transferred", "ts-3")]),
        ([health(person("ts-3", "Trần Chi",
                        decision("retire", "2026-11-20", effective="2027-06-01")))],
         [("later", "ts-3")]),
        ([unit(staff=[LE_AN, BINH], mailbox={"manager": "ts-2"})],
         [("manager", "phong-noi-vu"), ("rights", "phong-noi-vu")]),
        ([unit(staff=[LE_AN, BINH], mailbox={"manager": "ts-1", "delegates": [
            {"person": "ts-2", "document": "1/GUQ", "date": "2026-11-20"}]})],
         [("manager", "phong-noi-vu"), ("rights", "phong-noi-vu")]),
        # It is opened without anybody, and the plan says so.
        ([unit("phong-tu-phap", "Phòng Tư pháp")],
         [("opened", "phong-tu-phap"), ("rights", "phong-tu-phap")]),
    ],
)  # fmt: skip
def test_each_case_is_told_apart(office, units, kinds):
    office.write(*units)
    assert office.kinds() == kinds


def test_the_decision_behind_a_move_or_a_name_is_called_what_it_is(office):
    appointed = person("ts-3", "Trần Chinh", decision("appoint", "2026-11-20", "8/QĐ"),
                       decision("rename", "2026-11-20", "9/QĐ"))  # fmt: skip
    office.write(unit(staff=[LE_AN, BINH, appointed], **MANAGED), health())
    told = " ".join(texts(office.plan(), "ts-3"))
    assert "sang Phòng Nội vụ, theo quyết định bổ nhiệm số 8/QĐ" in told
    assert "theo quyết định sửa họ tên số 9/QĐ" in told


def test_a_merged_unit_says_where_its_mail_goes(office):
    office.write(health(CHI, mailbox={"manager": "ts-3"}))
    office.commit()
    moved = person("ts-3", "Trần Chi", decision("transfer", "2026-11-20"))
    ends = [
        decision("establish", "2015-07-16"),
        decision("dissolve", "2026-11-20", successor="phong-noi-vu"),
    ]
    office.write(unit(staff=[LE_AN, BINH, moved], **MANAGED), health(decisions=ends))
    closed = next(change for change in office.plan()["changes"] if change["kind"] == "closed")
    assert closed["subject"] == "phong-y-te"
    assert "được chuyển cho Phòng Nội vụ đến hết 20/11/2027" in closed["text"]
    assert "giữ nguyên hộp thư chit@" in texts(office.plan(), "ts-3")[0]
    # A closed mailbox has no manager, so no handover is shown.
    assert "manager" not in {change["kind"] for change in office.plan()["changes"]}


def test_what_comes_by_itself_within_a_month_is_shown(office):
    leaving = decision("retire", "2026-11-20", effective="2026-12-10")
    office.write(health(person("ts-3", "Trần Chi", leaving)))
    office.commit()
    [coming] = office.plan()["upcoming"]
    assert (coming["day"], coming["subject"]) == ("2026-12-10", "ts-3")


def test_a_change_of_manager_says_who_gets_and_who_loses_the_mailbox(office):
    office.write(unit(staff=[LE_AN, BINH], mailbox={"manager": "ts-2"}))
    assert texts(office.plan(), "phong-noi-vu")[1:] == [
        "hộp thư chung phongnoivu@tayson.binhdinh.gov.vn: mở được: Nguyễn Thị Bình (ts-2); không "
        "mở được nữa: Lê Văn An (ts-1)"
    ]


def test_a_mailbox_that_will_have_nobody_is_told_as_soon_as_that_is_decided(office):
    leaving = {**LE_AN, "decisions": [*LE_AN["decisions"],
               decision("retire", "2026-11-20", effective="2027-06-01")]}  # fmt: skip
    office.write(unit(staff=[leaving, BINH], **MANAGED))
    [text] = texts(office.plan(), "phong-noi-vu")
    assert text == (
        "từ ngày 01/06/2027 sẽ không còn ai của đơn vị mở được hộp thư chung "
        "phongnoivu@tayson.binhdinh.gov.vn, không có ai mở thay (district.yml: unattended_to); hãy "
        "ghi người quản lý mới (Điều 14.2)"
    )
    office.commit()
    assert office.plan()["changes"] == []
    arguments = ["plan", "--base", "main", "--format", "json"]
    near = json.loads(office.run(*arguments, day="2027-05-10")[1])["upcoming"]
    assert [(one["day"], one["subject"]) for one in near] == [
        ("2027-06-01", "ts-1"),
        ("2027-06-01", "phong-noi-vu"),
        ("2027-06-01", "phong-noi-vu"),
    ]
    assert "không mở được nữa: Lê Văn An (ts-1)" in near[1]["text"]
    assert "không còn ai của đơn vị mở được" in near[2]["text"]


def test_it_names_the_head_of_the_office_who_gets_it(office):
    headed = OFFICE.model_copy(update={"unattended_to": "phong-y-te"})
    office.write(health(CHI, mailbox={"manager": "ts-3"}))
    before = read_state(office.folder, TODAY, headed)
    office.write(unit(staff=[LE_AN, BINH]))
    plan = roster_plan(before, read_state(office.folder, TODAY, headed))
    found = [sentence(change) for change in plan.changes if change.kind == "rights"]
    assert "mở được: Trần Chi (ts-3); không mở được nữa: Lê Văn An (ts-1)" in found[0]
    assert "Trần Chi (ts-3) mở thay" in found[1]
    assert plan.accounts.grant == [("phong-noi-vu", "ts-3")]


def texts(plan, subject):
    return [change["text"] for change in plan["changes"] if change["subject"] == subject]


def test_a_decision_in_the_future_says_what_it_will_do_and_when(office):
    coming = person("ts-4", "Võ Ca", decision("retire", "2026-11-20", effective="2027-06-01"))
    coming["decisions"][0] |= {"date": "2026-11-20", "effective": "2027-01-01"}
    office.write(health(CHI, coming))
    plan = office.plan()
    first, second = texts(plan, "ts-4")
    assert first.startswith("từ ngày 01/01/2027 sẽ có hộp thư cav@")
    assert second.startswith("từ ngày 01/06/2027 sẽ đóng hộp thư cav@")
    assert "Không hộp thư nào thay đổi." in plan["summary"]


def test_a_decision_that_is_taken_back_before_its_day_is_told(office):
    leaving = decision("retire", "2026-11-20", "8/QĐ", effective="2027-06-01")
    office.write(health(person("ts-3", "Trần Chi", leaving)))
    office.commit()
    office.write(health(CHI))
    [text] = texts(office.plan(), "ts-3")
    assert text.startswith("bỏ quyết định nghỉ hưu số 8/QĐ")


def test_an_edit_that_changes_no_mailbox_is_not_passed_over(office):
    office.write(health(person("ts-3", "Trần Chi", since="2015-08-02")))
    assert any("mục này có sửa" in text for text in texts(office.plan(), "ts-3"))


def test_another_size_of_mailboxes_is_told(office):
    larger = OFFICE.model_copy(
        update={"quota_mb": OFFICE.quota_mb.model_copy(update={"person": 4096})}
    )
    before = read_state(office.folder, TODAY, OFFICE)
    plan = roster_plan(before, read_state(office.folder, TODAY, larger))
    assert {change.kind for change in plan.changes} == {"settings"}
    assert [change.subject for change in plan.changes if "4096 MB" in sentence(change)] == [
        "ts-1", "ts-2", "ts-3"]  # fmt: skip
    assert plan.touches_mailboxes


def test_a_base_that_can_not_be_read_is_said_and_does_not_stop_its_repair(office):
    file = office.folder / "phong-y-te.yml"
    sound = file.read_text()
    file.write_text("id: [")
    office.commit()
    file.write_text(sound)
    plan = office.plan()
    assert "phong-y-te.yml, dòng 2" in plan["note"]
    assert "checksum" not in plan
    for form in ("text", "markdown"):
        code, text = office.run("plan", "--base", "main", "--format", form)
        assert (code, "Chưa có kế hoạch" in text) == (0, True)
    file.write_text("id: phong-y-te\n")
    assert office.plan(code=1)["errors"]


def test_a_comment_that_is_too_long_is_cut_and_keeps_its_checksum(office, monkeypatch):
    monkeypatch.setattr("congvu.plan.markdown._FOLDED_FROM", 3)
    monkeypatch.setattr("congvu.plan.markdown.MAX_CHARACTERS", 1500)
    office.write(health(CHI, *crowd(12)))
    text = office.run("plan", "--base", "main", "--format", "markdown")[1]
    assert len(text) <= 1500
    assert text.count("<details>") == text.count("</details>") == 1
    assert "đã cắt bớt" in text
    assert office.plan()["checksum"] in text


def test_the_day_decides(office):
    leaving = decision("retire", "2026-11-20", effective="2026-12-10")
    office.write(health(person("ts-3", "Trần Chi", leaving)))
    arguments = ["plan", "--base", "main", "--format", "json"]
    after = json.loads(office.run(*arguments, day="2026-12-10")[1])
    assert [change["kind"] for change in after["changes"]] == ["closed"]


def test_personal_data_is_never_shown(office):
    twin = person("ts-4", "Trần Chi", birth_date="1990-05-16", home_town="Bình Khê")
    office.write(health(CHI, twin))
    for form in ("text", "markdown", "json"):
        text = office.run("plan", "--base", "main", "--format", form)[1]
        assert "1990" not in text
        assert "Bình Khê" not in text


def crowd(number, *decisions):
    names = [
        "An",
        "Bình",
        "Châu",
        "Dũng",
        "Giang",
        "Hà",
        "Khoa",
        "Lan",
        "Minh",
        "Nga",
        "Oanh",
        "Phúc",
    ]
    return [
        person(f"ts-{index + 10}", f"Đỗ {name}", *decisions)
        for index, name in enumerate(names[:number])
    ]


def test_a_mass_change_is_refused_unless_allowed(office):
    office.write(health(CHI, *crowd(12)))
    office.commit()
    office.write(health(CHI, *crowd(12, decision("resign", "2026-11-20"))))
    refused = office.plan(code=1)
    assert len(refused["refusals"]) == 2  # for the whole office and for the unit
    assert not refused["safe"]
    assert office.plan("--allow-mass-change")["checksum"] == refused["checksum"]


def test_errors_come_first_and_fail(office):
    office.write(health(CHI))
    (office.folder / "phong-y-te.yml").write_text("id: phong-y-te\n")
    assert office.plan(code=1)["errors"][0]["code"] == "missing-field"
    assert "changes" not in office.plan(code=1)
    markdown = office.run("plan", "--base", "main", "--format", "markdown")[1]
    assert markdown.startswith("<!-- congvu-plan -->\n**Danh sách có")


def test_a_stale_register_is_said_and_the_plan_still_shown(office):
    write_unit(office.folder, health(CHI, person("ts-4", "Trần Dũng")))
    plan = office.plan()
    assert [error["code"] for error in plan["errors"]] == ["register-stale"]
    assert [change["kind"] for change in plan["changes"]] == ["opened"]


def test_an_address_that_changed_hands_is_an_error(office):
    register = office.folder / "addresses.yml"
    register.write_text(register.read_text().replace("holder: ts-3", "holder: ts-2"))
    codes = [error["code"] for error in office.plan(code=1)["errors"]]
    assert "address-changed-hands" in codes
    assert "address-changed-hands" in office.run("check", "--base", "main")[1]
    assert "address-changed-hands" not in office.run("check")[1]


def test_two_revisions_can_be_compared(office):
    office.write(health(CHI, person("ts-4", "Trần Dũng")))
    office.git("checkout", "-qb", "nhanh")
    office.commit()
    (office.folder / "phong-y-te.yml").write_text("khác hẳn")
    plan = office.plan("--head", "nhanh")
    assert [change["subject"] for change in plan["changes"]] == ["ts-4"]


def test_links_of_a_revision_are_not_followed(office, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("id: secret\n")
    (office.folder / "bi-mat.yml").symlink_to(secret)
    office.git("checkout", "-qb", "nhanh")
    office.commit()
    plan = office.plan("--head", "nhanh", code=1)
    assert [error["code"] for error in plan["errors"]] == ["file-unreadable"]
    assert "secret" not in json.dumps(plan)


@pytest.mark.parametrize("ref", ["khong-co", "--all", "main:roster", "", "HEAD~9"])
def test_an_unknown_revision_is_wrong_use(office, ref):
    code, text = office.run("plan", f"--base={ref}")
    assert code == 2
    assert "không có phiên bản" in text


def test_outside_of_a_repository_is_wrong_use(tmp_path, capsys):
    assert main(["--roster", str(tmp_path), "plan", "--base", "main"]) == 2
    assert "Git" in capsys.readouterr().err


def test_a_host_that_is_as_the_base_says_has_the_same_checksum(office):
    before = desired_accounts(read_state(office.folder, TODAY, OFFICE))
    office.write(health(person("ts-3", "Trần Chinh", decision("rename", "2026-11-20"))))
    after = desired_accounts(read_state(office.folder, TODAY, OFFICE))
    rows = [(account.address, account.id, "main") for account in before]
    # The order does not matter, nor does an account that was closed long ago.
    on_host = [*map(stored, reversed(before)), stored(before[0]).__class__(
        "ts-9", "person", "Ai", "ai@x.vn", "closed", 1)]  # fmt: skip
    aliases = [(address, account.id) for account in after for address in account.former_addresses]
    host = host_plan(on_host, rows, list(map(stored, after)), aliases)
    assert host.checksum == office.plan()["checksum"]
    other = host_plan(on_host[1:], rows[:-1], list(map(stored, after)), aliases)
    assert other.checksum != host.checksum


def test_nothing_that_a_clerk_types_becomes_markup():
    text = escaped("@all <img src=x> [a](http://x) www.x.vn\n/close **x** `y` #1 !2 ~3 annv@x.vn")
    assert "\n" not in text
    assert "<" not in text
    assert "](" not in text.replace("\\]", "")
    assert "http://" not in text
    assert text.startswith("@&#8203;all ")
    assert "annv@x.vn" in text
    assert escaped("Trần\u202eChi\u200b &1") == "TrầnChi &amp;&#8203;1"


def test_what_the_merge_request_shows(office):
    twin = person("ts-4", "Trần Chi", birth_date="1990-05-16")
    office.write(
        unit(
            staff=[
                {**person("ts-1", "Lê Văn An", decision("retire", "2026-11-20")), "title": "x"},
                {**BINH, "title": "Trưởng phòng"},
            ],
            mailbox={"manager": "ts-2"},
        ),
        health(CHI, twin, person("ts-5", "Võ Ca", decision("retire", "2026-11-20",
                                                            effective="2026-12-01"))),
    )  # fmt: skip
    matches_snapshot("plan.md", office.run("plan", "--base", "main", "--format", "markdown")[1])


def test_every_reason_has_its_words():
    assert set(WORDS) == set(get_args(Reason))


def test_a_change_is_data_with_its_ground_and_every_output_words_it_alike(office):
    office.write(health(person("ts-3", "Trần Chi", decision("retire", "2026-11-20", "7/QĐ"))))
    before = read_state(office.folder, TODAY, OFFICE)
    office.git("stash", "-q")
    plan = roster_plan(read_state(office.folder, TODAY, OFFICE), before)
    [change] = plan.changes
    assert (change.kind, change.subject, change.address) == (
        "closed", "ts-3", "chit@tayson.binhdinh.gov.vn")  # fmt: skip
    assert (change.event.reason, change.event.decision.number) == ("ended", "7/QĐ")
    told = sentence(change)
    assert told.startswith("đóng hộp thư chit@")
    assert PlanJson().data(plan)["changes"][0]["text"] == told
    assert f"{told}.\n" in PlanText().render({"": plan})
    assert f"{escaped(told)}.\n" in PlanMarkdown().render({"": plan})
