"""`congvu letters`: keys, files and lists that are not what they should be, and runs cut off."""

import pyrage
import pytest

from congvu import atomic
from congvu.cli import letters as command
from congvu.letters import opening, printed
from tests.letter_files import PASSWORDS, letter, pdfs


def test_a_key_of_somebody_else_is_told(controller, print_letters, tmp_path):
    file = controller.keep(letter("ts-0001"))
    other = tmp_path / "other.key"
    other.write_text(str(pyrage.x25519.Identity.generate()), encoding="utf-8")
    code, said, _ = print_letters(identity=other)
    assert code == 1
    assert f"{file}: không mở được bằng khóa này: tệp mã hóa cho khóa khác" in said
    assert pdfs(controller) == []
    # With both, as after a change of keys.
    assert print_letters("--identity", str(controller.key), identity=other)[0] == 0


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "không phải là tệp khóa của age-keygen"),
        ("age1…", "không phải là tệp khóa của age-keygen"),
        ("AGE-SECRET-KEY-1XYZ\n", "bị hỏng: hãy lấy lại từ bản lưu"),
        (None, "không đọc được tệp khóa"),
    ],
)
def test_what_is_no_key_is_told_without_repeating_it(
    controller, print_letters, tmp_path, content, told
):
    controller.keep(letter("ts-0001"))
    file = tmp_path / "key"
    if content is not None:
        file.write_text(content, encoding="utf-8")
    code, _, error = print_letters(identity=file)
    assert code == 2
    assert told in error
    assert "XYZ" not in error


# age derives the key slowly on purpose.
@pytest.mark.long
def test_a_key_with_a_passphrase_asks_for_it(controller, print_letters, tmp_path, monkeypatch):
    controller.keep(letter("ts-0001"))
    file = tmp_path / "locked.key"
    file.write_bytes(pyrage.passphrase.encrypt(controller.key.read_bytes(), "mật khẩu"))
    code, _, error = print_letters(identity=file)
    assert code == 2
    assert "có mật khẩu: hãy chạy lệnh ở một cửa sổ lệnh" in error
    monkeypatch.setattr(opening.sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr(opening.getpass, "getpass", lambda _: "sai")
    assert "mật khẩu không mở được tệp khóa" in print_letters(identity=file)[2]
    monkeypatch.setattr(opening.getpass, "getpass", lambda _: "mật khẩu")
    assert print_letters(identity=file)[0] == 0


def cut(data):
    return data[:-20]


def flipped(data):
    return data[:-1] + bytes([data[-1] ^ 1])


@pytest.mark.parametrize("spoil", [cut, flipped, lambda _: b"", lambda _: b"no age file"])
def test_a_damaged_file_is_named_and_keeps_no_other_back(controller, print_letters, spoil):
    bad = controller.keep(letter("ts-0002", password=PASSWORDS[1]), name="0")
    bad.write_bytes(spoil(bad.read_bytes()))
    controller.keep(letter("ts-0001"))
    code, said, _ = print_letters()
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
def test_a_line_that_is_no_letter_is_named_without_its_content(
    controller, print_letters, change, field
):
    bad = letter("ts-0002", password=PASSWORDS[1]) | change
    file = controller.keep(letter("ts-0001"), bad, letter("ts-0003"))
    code, said, _ = print_letters()
    assert code == 1
    assert f"{file}: thư ở dòng 2 không đúng dạng{field}\n" in said
    assert "Đã lập 2 thư" in said


def test_a_sign_that_python_takes_for_a_lines_end_parts_no_letter(controller, print_letters):
    controller.keep(letter("ts-0001", unit="Phòng\u2028Tư pháp"))
    assert print_letters()[0] == 0


def test_an_empty_file_is_named(controller, print_letters):
    file = controller.keep()
    code, said, _ = print_letters()
    assert code == 1
    assert f"{file}: thư ở dòng 1 không đúng dạng" in said


def test_a_list_that_somebody_broke_stops_it(controller, print_letters):
    controller.keep(letter("ts-0001"))
    print_letters()
    file = controller.kept / printed.NAME
    file.write_text(file.read_text(encoding="utf-8") + "ts-0002,một\n", encoding="utf-8")
    code, _, error = print_letters()
    assert (code, error) == (2, f"«{file}», dòng 3 không đúng dạng\n")
    file.write_text("", encoding="utf-8")
    assert "dòng 1: phải là account,letter" in print_letters()[2]


def test_where_the_disk_is_full_nothing_is_printed_and_nothing_remembered(
    controller, print_letters, monkeypatch
):
    controller.keep(letter("ts-0001"), letter("ts-0003", unit="Phòng Y tế", unit_id="phong-y-te"))
    whole = atomic.os.fsync
    calls = []

    def full(handle):
        calls.append(handle)
        if len(calls) == 2:
            raise OSError(28, "No space left on device", str(controller.target / "x"))
        whole(handle)

    monkeypatch.setattr(atomic.os, "fsync", full)
    code, said, error = print_letters()
    assert (code, said) == (2, "")
    assert "hết chỗ trên ổ đĩa; chưa lập thư nào" in error
    assert pdfs(controller) == []
    assert [file.name for file in controller.kept.iterdir()] == ["mail"]
    monkeypatch.undo()


def test_what_a_killed_run_left_hidden_goes(controller, print_letters):
    controller.keep(letter("ts-0001"))
    controller.target.mkdir()
    (controller.target / ".thu-cap-mat-khau_phong-y-te_2026-11-28.pdf.abc123").write_bytes(b"%PDF")
    (controller.target / ".khac").write_bytes(b"")
    assert print_letters()[0] == 0
    assert pdfs(controller) == [".khac", "thu-cap-mat-khau_phong-tu-phap_2026-11-29.pdf"]


def test_a_second_run_at_the_same_time_is_refused(controller, print_letters):
    controller.keep(letter("ts-0001"))
    with command._locked(controller.kept):
        code, _, error = print_letters()
    assert (code, error) == (2, "một lệnh letters khác đang chạy; hãy chờ lệnh đó xong\n")
    assert print_letters()[0] == 0
