"""`congvu letters`: who gets a letter, once, and what is said of the others."""

import io
import json
import os
import re
import resource
import stat
import subprocess
import sys
from pathlib import Path

import pikepdf
import pyrage
import pytest
from rosters import person, unit, write_unit

from congvu import atomic
from congvu.cli import letters as command
from congvu.cli.main import main
from congvu.letters import folders, opening, printed
from congvu.office import PROJECT
from tests.letter_files import PASSWORDS, LettersOffice, letter
from tests.samples import DOMAIN

DAY = "2026-11-29"
HALVES = [half for password in PASSWORDS for half in (password[:9], password[10:])]


@pytest.fixture
def office(tmp_path, monkeypatch):
    office = LettersOffice(tmp_path)
    monkeypatch.setenv("CONGVU_LETTERS", str(office.kept))
    office.roster = tmp_path / "roster"
    office.roster.mkdir()
    tu_phap = {"id": "phong-tu-phap", "name": "Phòng Tư pháp"}
    write_unit(office.roster, unit(**tu_phap, staff=[person("ts-0001", "Nguyễn Văn An")]))
    write_unit(office.roster, unit(id="phong-y-te", name="Phòng Y tế", staff=[]))
    return office


@pytest.fixture
def run(office, capsys, monkeypatch):
    """Run the command; nothing that it prints has a password."""
    # Of this process it would hold for all later tests.
    office.limits = {}
    monkeypatch.setattr(resource, "setrlimit", office.limits.__setitem__)

    def run(*options, identity=office.key, day=DAY):
        given = ["--identity", str(identity)] if identity else []
        to = [] if "--to" in options else ["--to", str(office.target)]
        common = ["--roster", str(office.roster), "--date", day]
        code = main([*common, "letters", *given, *to, *options])
        said = capsys.readouterr()
        assert not [half for half in HALVES if half in said.out + said.err]
        return code, said.out, said.err

    return run


def pdfs(office):
    return sorted(file.name for file in office.target.glob("*"))


def test_each_unit_gets_a_file_with_a_page_a_person_and_a_list(office, run):
    office.keep(
        letter("ts-0002", name="Lê Thị Ba"),
        letter("ts-0001"),
        letter("ts-0003", unit="Phòng Y tế", unit_id="phong-y-te"),
    )
    code, said, _ = run()
    assert code == 0
    assert said.startswith(f"Đã lập 3 thư, mỗi đơn vị một tệp, trong {office.target}:\n")
    assert "thu-cap-mat-khau_phong-tu-phap_2026-11-29.pdf: Phòng Tư pháp, 2 thư" in said
    assert pdfs(office) == [
        "thu-cap-mat-khau_phong-tu-phap_2026-11-29.pdf",
        "thu-cap-mat-khau_phong-y-te_2026-11-29.pdf",
    ]
    pages = [len(pikepdf.open(file).pages) for file in sorted(office.target.iterdir())]
    assert pages == [3, 2]


def test_a_second_run_prints_nothing_and_changes_nothing(office, run):
    office.keep(letter("ts-0001"), letter("ts-0002"))
    run()
    before = (office.kept / printed.NAME).read_bytes()
    code, said, _ = run()
    assert code == 0
    assert "Không có thư nào cần in." in said
    assert "2 thư khác đã in trước đây" in said
    assert len(pdfs(office)) == 1
    assert (office.kept / printed.NAME).read_bytes() == before


def test_what_was_printed_is_remembered_without_a_secret(office, run):
    office.keep(letter("ts-0001", letter=3))
    run()
    text = (office.kept / printed.NAME).read_text(encoding="utf-8")
    assert text.splitlines()[1] == (
        f"ts-0001,3,2026-12-09,ts-0001@{DOMAIN},2026-11-29,"
        "thu-cap-mat-khau_phong-tu-phap_2026-11-29.pdf"
    )
    assert not [half for half in HALVES if half in text]


def test_again_prints_that_letter_alone_and_over_nothing(office, run):
    office.keep(letter("ts-0001"), letter("ts-0002"))
    run("--again", "TS-0002")
    assert pdfs(office) == ["thu-cap-mat-khau_phong-tu-phap_2026-11-29.pdf"]
    old = (office.target / pdfs(office)[0]).read_bytes()
    code, said, _ = run("--again", f"ts-0002@{DOMAIN}")
    assert code == 0
    assert "Đã lập 1 thư" in said
    assert (office.target / pdfs(office)[0]).read_bytes() == old
    assert pdfs(office)[1] == "thu-cap-mat-khau_phong-tu-phap_2026-11-29_2.pdf"
    rows = printed.read(office.kept / printed.NAME)
    assert [row.account for row in rows] == ["ts-0002", "ts-0002"]
    # The other one still waits.
    assert "Đã lập 1 thư" in run()[1]


def test_again_for_an_address_without_a_letter_is_refused(office, run):
    office.keep(letter("ts-0001"))
    code, _, error = run("--again", "khongco", f"ts-0001@{DOMAIN}")
    assert (code, error) == (2, f"không có thư nào cho khongco@{DOMAIN}\n")
    assert pdfs(office) == []


def test_a_letter_that_a_newer_one_replaced_is_named_and_not_printed(office, run):
    office.keep(letter("ts-0001", letter=1, expires="2026-12-30"), name="1")
    office.keep(letter("ts-0001", letter=2, password=PASSWORDS[1]), name="2")
    code, said, _ = run()
    assert code == 0
    assert "Đã lập 1 thư" in said
    assert f"ts-0001@{DOMAIN} (Nguyễn Văn An), thư số 1: đã có thư số 2 thay thế" in said
    assert [row.letter for row in printed.read(office.kept / printed.NAME)] == [2]
    assert "thay thế" not in run()[1]


def test_a_letter_that_was_printed_and_then_replaced_is_no_news(office, run):
    office.keep(letter("ts-0001", letter=1), name="1")
    run()
    office.keep(letter("ts-0001", letter=2, expires="2027-01-09"), name="2")
    said = run()[1]
    assert "Đã lập 1 thư" in said
    assert "thay thế" not in said


@pytest.mark.parametrize(("day", "printed_"), [("2026-12-09", True), ("2026-12-10", False)])
def test_a_letter_is_printed_until_its_last_day(office, run, day, printed_):
    office.keep(letter("ts-0001"))
    code, said, _ = run(day=day)
    assert code == 0
    assert ("Đã lập 1 thư" in said) == printed_
    assert ("đã hết hạn ngày 09/12/2026; hãy lập thư mới" in said) != printed_
    assert bool(pdfs(office)) == printed_


def test_a_void_letter_that_was_asked_for_is_an_error(office, run):
    office.keep(letter("ts-0001", expires="2026-11-28"))
    code, said, _ = run("--again", "ts-0001")
    assert code == 1
    assert "đã hết hạn ngày 28/11/2026" in said


def test_a_host_that_was_set_up_anew_begins_again(office, run):
    office.keep(letter("ts-0001", letter=1), name="1.aaaa")
    run()
    office.keep(letter("ts-0001", letter=1, expires="2027-02-01"), name="1.bbbb")
    assert "Đã lập 1 thư" in run()[1]


def test_one_unit_by_name_id_or_part(office, run):
    office.keep(letter("ts-0001"), letter("ts-0003", unit="Phòng Y tế", unit_id="phong-y-te"))
    assert "phong-y-te_" in run("--unit", "y", "tế")[1]
    assert len(pdfs(office)) == 1
    assert "Không có thư nào cần in." in run("--unit", "phong-y-te")[1]
    code, _, error = run("--unit", "Phòng Vũ trụ")
    assert code == 2
    assert "không có đơn vị «Phòng Vũ trụ»" in error
    assert "Đã lập 1 thư" in run()[1]


def test_where_there_is_nothing_it_says_how_to_fetch(office, run):
    code, said, _ = run()
    assert code == 0
    assert said.startswith(f"Chưa có thư nào trong {office.kept}.")
    assert "playbooks/letters.yml" in said
    assert not office.target.exists()


def test_nobody_else_can_read_the_files(office, run):
    office.keep(letter("ts-0001"))
    run()
    for file in (*office.target.iterdir(), office.kept / printed.NAME):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(office.target.stat().st_mode) == 0o700


@pytest.mark.parametrize("below", [".", "a/b"])
def test_a_folder_of_git_is_refused(office, run, tmp_path, below):
    office.keep(letter("ts-0001"))
    (tmp_path / "checkout" / ".git").mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "checkout")
    code, _, error = run("--to", str(tmp_path / "link" / below))
    assert code == 2
    assert f"nằm trong thư mục Git {tmp_path / 'checkout'}: thư có mật khẩu" in error
    assert list((tmp_path / "checkout").iterdir()) == [tmp_path / "checkout" / ".git"]


def test_a_folder_that_git_ignores_is_as_good_as_one_outside(office, run, tmp_path):
    office.keep(letter("ts-0001"))
    checkout = tmp_path / "checkout"
    subprocess.run(["git", "init", "-q", checkout], check=True)
    (checkout / ".gitignore").write_text("/lab/\n", encoding="utf-8")
    code, _, error = run("--to", str(checkout / "lab" / "letters"))
    assert code == 0, error
    code, _, error = run("--to", str(checkout / "labour"))
    assert code == 2 and "nằm trong thư mục Git" in error


def test_a_key_of_somebody_else_is_told(office, run, tmp_path):
    file = office.keep(letter("ts-0001"))
    other = tmp_path / "other.key"
    other.write_text(str(pyrage.x25519.Identity.generate()), encoding="utf-8")
    code, said, _ = run(identity=other)
    assert code == 1
    assert f"{file}: không mở được bằng khóa này: tệp mã hóa cho khóa khác" in said
    assert pdfs(office) == []
    # With both, as after a change of keys.
    assert run("--identity", str(office.key), identity=other)[0] == 0


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "không phải là tệp khóa của age-keygen"),
        ("age1…", "không phải là tệp khóa của age-keygen"),
        ("AGE-SECRET-KEY-1XYZ\n", "bị hỏng: hãy lấy lại từ bản lưu"),
        (None, "không đọc được tệp khóa"),
    ],
)
def test_what_is_no_key_is_told_without_repeating_it(office, run, tmp_path, content, told):
    office.keep(letter("ts-0001"))
    file = tmp_path / "key"
    if content is not None:
        file.write_text(content, encoding="utf-8")
    code, _, error = run(identity=file)
    assert code == 2
    assert told in error
    assert "XYZ" not in error


# age derives the key slowly on purpose.
@pytest.mark.long
def test_a_key_with_a_passphrase_asks_for_it(office, run, tmp_path, monkeypatch):
    office.keep(letter("ts-0001"))
    file = tmp_path / "locked.key"
    file.write_bytes(pyrage.passphrase.encrypt(office.key.read_bytes(), "mật khẩu"))
    code, _, error = run(identity=file)
    assert code == 2
    assert "có mật khẩu: hãy chạy lệnh ở một cửa sổ lệnh" in error
    monkeypatch.setattr(opening.sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr(opening.getpass, "getpass", lambda _: "sai")
    assert "mật khẩu không mở được tệp khóa" in run(identity=file)[2]
    monkeypatch.setattr(opening.getpass, "getpass", lambda _: "mật khẩu")
    assert run(identity=file)[0] == 0


def cut(data):
    return data[:-20]


def flipped(data):
    return data[:-1] + bytes([data[-1] ^ 1])


@pytest.mark.parametrize("spoil", [cut, flipped, lambda _: b"", lambda _: b"no age file"])
def test_a_damaged_file_is_named_and_keeps_no_other_back(office, run, spoil):
    bad = office.keep(letter("ts-0002", password=PASSWORDS[1]), name="0")
    bad.write_bytes(spoil(bad.read_bytes()))
    office.keep(letter("ts-0001"))
    code, said, _ = run()
    assert code == 1
    assert f"{bad}: tệp bị hỏng hoặc tải về chưa trọn" in said
    assert "Đã lập 1 thư" in said


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"password": PASSWORDS[1] + " "}, " (trường password)"),
        ({"password": "<script>"}, " (trường password)"),
        ({"page": "javascript:alert(1)"}, " (trường page)"),
        ({"expires": "bao giờ"}, " (trường expires)"),
        ({"unit_id": "../../etc"}, " (trường unit_id)"),
        ({"letter": 0}, " (trường letter)"),
        ({"name": ""}, " (trường name)"),
        ({"account": None}, " (trường account)"),
    ],
)
def test_a_line_that_is_no_letter_is_named_without_its_content(office, run, change, field):
    bad = letter("ts-0002", password=PASSWORDS[1]) | change
    file = office.keep(letter("ts-0001"), bad, letter("ts-0003"))
    code, said, _ = run()
    assert code == 1
    assert f"{file}: thư ở dòng 2 không đúng dạng{field}\n" in said
    assert "Đã lập 2 thư" in said


def test_a_sign_that_python_takes_for_a_lines_end_parts_no_letter(office, run):
    office.keep(letter("ts-0001", unit="Phòng\u2028Tư pháp"))
    assert run()[0] == 0


def test_an_empty_file_is_named(office, run):
    file = office.keep()
    code, said, _ = run()
    assert code == 1
    assert f"{file}: thư ở dòng 1 không đúng dạng" in said


def test_a_list_that_somebody_broke_stops_it(office, run):
    office.keep(letter("ts-0001"))
    run()
    file = office.kept / printed.NAME
    file.write_text(file.read_text(encoding="utf-8") + "ts-0002,một\n", encoding="utf-8")
    code, _, error = run()
    assert (code, error) == (2, f"«{file}», dòng 3 không đúng dạng\n")
    file.write_text("", encoding="utf-8")
    assert "dòng 1: phải là account,letter" in run()[2]


def test_where_the_disk_is_full_nothing_is_printed_and_nothing_remembered(office, run, monkeypatch):
    office.keep(letter("ts-0001"), letter("ts-0003", unit="Phòng Y tế", unit_id="phong-y-te"))
    whole = atomic.os.fsync
    calls = []

    def full(handle):
        calls.append(handle)
        if len(calls) == 2:
            raise OSError(28, "No space left on device", str(office.target / "x"))
        whole(handle)

    monkeypatch.setattr(atomic.os, "fsync", full)
    code, said, error = run()
    assert (code, said) == (2, "")
    assert "hết chỗ trên ổ đĩa; chưa lập thư nào" in error
    assert pdfs(office) == []
    assert [file.name for file in office.kept.iterdir()] == ["mail"]
    monkeypatch.undo()


def test_what_a_killed_run_left_hidden_goes(office, run):
    office.keep(letter("ts-0001"))
    office.target.mkdir()
    (office.target / ".thu-cap-mat-khau_phong-y-te_2026-11-28.pdf.abc123").write_bytes(b"%PDF")
    (office.target / ".khac").write_bytes(b"")
    assert run()[0] == 0
    assert pdfs(office) == [".khac", "thu-cap-mat-khau_phong-tu-phap_2026-11-29.pdf"]


def test_a_second_run_at_the_same_time_is_refused(office, run):
    office.keep(letter("ts-0001"))
    with command._locked(office.kept):
        code, _, error = run()
    assert (code, error) == (2, "một lệnh letters khác đang chạy; hãy chờ lệnh đó xong\n")
    assert run()[0] == 0


def test_no_core_file_is_written(office, run):
    run()
    assert office.limits == {resource.RLIMIT_CORE: (0, 0)}


def test_what_programs_read(office, run):
    office.keep(letter("ts-0001"), letter("ts-0002", expires="2026-01-01"))
    code, said, _ = run("--format", "json")
    assert code == 0
    assert json.loads(said) == {
        "written": [
            {
                "file": str(office.target / "thu-cap-mat-khau_phong-tu-phap_2026-11-29.pdf"),
                "unit": "phong-tu-phap",
                "letters": [{"address": f"ts-0001@{DOMAIN}", "letter": 1}],
            }
        ],
        "left": [
            {
                "address": f"ts-0002@{DOMAIN}",
                "letter": 1,
                "reason": "đã hết hạn ngày 01/01/2026; hãy lập thư mới",
            }
        ],
        "printed_before": 0,
        "unread": [],
    }


def test_printers_are_told_one_side_and_true_size(office, run):
    office.keep(letter("ts-0001"))
    run()
    (file,) = office.target.iterdir()
    with pikepdf.open(io.BytesIO(file.read_bytes())) as pdf:
        preferences = pdf.Root.ViewerPreferences
        assert (preferences.Duplex, preferences.PrintScaling) == ("/Simplex", "/None")


def test_no_plain_text_reaches_a_file_but_the_pdf(office, tmp_path):
    """Watch a whole process: every file that it opens for writing, and what it leaves behind."""
    office.keep(letter("ts-0001"))
    watch = tmp_path / "watch.py"
    watch.write_text(
        "import os, sys, tempfile\n"
        # Without it, a file is written to see whether one can be.
        "tempfile.tempdir = os.environ['TMPDIR']\n"
        "def hook(event, args):\n"
        "    if event == 'open' and args[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):\n"
        "        os.write(2, f'wrote {args[0]}\\n'.encode())\n"
        "sys.addaudithook(hook)\n"
        "from congvu.cli.main import main\n"
        "sys.exit(main(sys.argv[1:]))\n"
    )
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    done = subprocess.run(
        [sys.executable, watch, "--roster", office.roster, "--date", DAY, "letters",
         "--identity", office.key, "--to", office.target],
        cwd=PROJECT,
        env={"CONGVU_LETTERS": str(office.kept), "CONGVU_CACHE": "", "TMPDIR": str(scratch),
             "PATH": "/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(PROJECT)},
        capture_output=True,
        text=True,
        check=True,
    )  # fmt: skip
    assert not [half for half in HALVES if half in done.stdout + done.stderr]
    wrote = set(re.findall(r"^wrote (.*/.*)$", done.stderr, re.MULTILINE))
    allowed = (f"{scratch}/", f"{office.target}/", f"{office.kept}/")
    assert wrote
    assert [path for path in wrote if not path.startswith(allowed)] == []
    # What stood below TMPDIR is the font, and is gone.
    assert {path.rpartition(".")[2] for path in wrote if path.startswith(allowed[0])} == {"ttf"}
    assert list(scratch.iterdir()) == []


# What playbooks/letters.yml does, on this machine alone.


def play(host_folder, **environment):
    done = subprocess.run(
        [Path(sys.executable).with_name("ansible-playbook"), "playbooks/letters.yml",
         "-i", "inventory/local", "-e", json.dumps({"letters_host_folder": str(host_folder)})],
        cwd=PROJECT,
        env={**os.environ, "ANSIBLE_CONFIG": str(PROJECT / "ansible.cfg"), "LC_ALL": "C.UTF-8",
             **environment},
        capture_output=True,
        text=True,
        check=True,
    )  # fmt: skip
    return " ".join(done.stdout.split())


@pytest.mark.long
def test_files_are_fetched_once_and_none_is_lost_where_a_name_comes_again(office, tmp_path, run):
    host = tmp_path / "host"
    host.mkdir()
    office.keep(letter("ts-0001"), host="../host", name="1")
    said = play(host, CONGVU_LETTERS=str(office.kept))
    assert "lấy về 1 tệp mới" in said
    assert stat.S_IMODE((office.kept / "store").stat().st_mode) == 0o700
    again = play(host, CONGVU_LETTERS=str(office.kept))
    assert "1 tệp thư, lấy về 0 tệp mới" in again
    assert "changed=0" in again
    office.keep(letter("ts-0002"), host="../host", name="1")
    assert "lấy về 1 tệp mới" in play(host, CONGVU_LETTERS=str(office.kept))
    assert "Đã lập 2 thư" in run()[1]


@pytest.mark.long
@pytest.mark.parametrize("data_home", ["", "data"])
def test_playbook_and_command_mean_the_same_folder(tmp_path, monkeypatch, data_home):
    named = str(tmp_path / data_home) if data_home else ""
    for name, value in {
        "HOME": str(tmp_path),
        "XDG_DATA_HOME": named,
        "CONGVU_LETTERS": "",
    }.items():
        monkeypatch.setenv(name, value)
    said = play(tmp_path / "none")
    assert f" vào {folders.kept_letters(DOMAIN)}/store. " in said
    assert folders.kept_letters(DOMAIN).joinpath("store").is_dir()
