"""`congvu letters`: who gets a letter, once, and what is said of the others."""

import io
import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest

from congvu.kept import kept_folder
from congvu.letters import printed
from congvu.office import PROJECT
from tests.letter_files import PASSWORDS, letter, pdfs
from tests.samples import DOMAIN


def test_each_unit_gets_a_file_with_a_page_a_person_and_a_list(controller, print_letters):
    controller.keep(
        letter("ts-0002", name="Lê Thị Ba"),
        letter("ts-0001"),
        letter("ts-0003", unit="Phòng Y tế", unit_id="phong-y-te"),
    )
    code, said, _ = print_letters()
    assert code == 0
    assert said.startswith(f"Đã lập 3 thư, mỗi đơn vị một tệp, trong {controller.target}:\n")
    assert "thu-cap-mat-khau_phong-tu-phap_2026-11-29.pdf: Phòng Tư pháp, 2 thư" in said
    assert pdfs(controller) == [
        "thu-cap-mat-khau_phong-tu-phap_2026-11-29.pdf",
        "thu-cap-mat-khau_phong-y-te_2026-11-29.pdf",
    ]
    pages = [len(pikepdf.open(file).pages) for file in sorted(controller.target.iterdir())]
    assert pages == [3, 2]


def test_a_second_run_prints_nothing_and_changes_nothing(controller, print_letters):
    controller.keep(letter("ts-0001"), letter("ts-0002"))
    print_letters()
    before = (controller.kept / printed.NAME).read_bytes()
    code, said, _ = print_letters()
    assert code == 0
    assert "Không có thư nào cần in." in said
    assert "2 thư khác đã in trước đây" in said
    assert len(pdfs(controller)) == 1
    assert (controller.kept / printed.NAME).read_bytes() == before


def test_again_prints_that_letter_alone_and_over_nothing(controller, print_letters):
    controller.keep(letter("ts-0001"), letter("ts-0002"))
    print_letters("--again", "TS-0002")
    assert pdfs(controller) == ["thu-cap-mat-khau_phong-tu-phap_2026-11-29.pdf"]
    old = (controller.target / pdfs(controller)[0]).read_bytes()
    code, said, _ = print_letters("--again", f"ts-0002@{DOMAIN}")
    assert code == 0
    assert "Đã lập 1 thư" in said
    assert (controller.target / pdfs(controller)[0]).read_bytes() == old
    assert pdfs(controller)[1] == "thu-cap-mat-khau_phong-tu-phap_2026-11-29_2.pdf"
    rows = printed.read(controller.kept / printed.NAME)
    assert [row.account for row in rows] == ["ts-0002", "ts-0002"]
    # The other one still waits.
    assert "Đã lập 1 thư" in print_letters()[1]


def test_again_for_an_address_without_a_letter_is_refused(controller, print_letters):
    controller.keep(letter("ts-0001"))
    code, _, error = print_letters("--again", "khongco", f"ts-0001@{DOMAIN}")
    assert (code, error) == (2, f"không có thư nào cho khongco@{DOMAIN}\n")
    assert pdfs(controller) == []


def test_a_letter_that_a_newer_one_replaced_is_named_and_not_printed(controller, print_letters):
    controller.keep(letter("ts-0001", letter=1, expires="2026-12-30"), name="1")
    controller.keep(letter("ts-0001", letter=2, password=PASSWORDS[1]), name="2")
    code, said, _ = print_letters()
    assert code == 0
    assert "Đã lập 1 thư" in said
    assert f"ts-0001@{DOMAIN} (Nguyễn Văn An), thư số 1: đã có thư số 2 thay thế" in said
    assert [row.letter for row in printed.read(controller.kept / printed.NAME)] == [2]
    assert "thay thế" not in print_letters()[1]


def test_a_letter_that_was_printed_and_then_replaced_is_no_news(controller, print_letters):
    controller.keep(letter("ts-0001", letter=1), name="1")
    print_letters()
    controller.keep(letter("ts-0001", letter=2, expires="2027-01-09"), name="2")
    said = print_letters()[1]
    assert "Đã lập 1 thư" in said
    assert "thay thế" not in said


@pytest.mark.parametrize(("day", "printed_"), [("2026-12-09", True), ("2026-12-10", False)])
def test_a_letter_is_printed_until_its_last_day(controller, print_letters, day, printed_):
    controller.keep(letter("ts-0001"))
    code, said, _ = print_letters(day=day)
    assert code == 0
    assert ("Đã lập 1 thư" in said) == printed_
    assert ("đã hết hạn ngày 09/12/2026; hãy lập thư mới" in said) != printed_
    assert bool(pdfs(controller)) == printed_


def test_a_void_letter_that_was_asked_for_is_an_error(controller, print_letters):
    controller.keep(letter("ts-0001", expires="2026-11-28"))
    code, said, _ = print_letters("--again", "ts-0001")
    assert code == 1
    assert "đã hết hạn ngày 28/11/2026" in said


def test_a_host_that_was_set_up_anew_begins_again(controller, print_letters):
    controller.keep(letter("ts-0001", letter=1), name="1.aaaa")
    print_letters()
    controller.keep(letter("ts-0001", letter=1, expires="2027-02-01"), name="1.bbbb")
    assert "Đã lập 1 thư" in print_letters()[1]


def test_one_unit_by_name_id_or_part(controller, print_letters):
    controller.keep(letter("ts-0001"), letter("ts-0003", unit="Phòng Y tế", unit_id="phong-y-te"))
    assert "phong-y-te_" in print_letters("--unit", "y", "tế")[1]
    assert len(pdfs(controller)) == 1
    assert "Không có thư nào cần in." in print_letters("--unit", "phong-y-te")[1]
    code, _, error = print_letters("--unit", "Phòng Vũ trụ")
    assert code == 2
    assert "không có đơn vị «Phòng Vũ trụ»" in error
    assert "Đã lập 1 thư" in print_letters()[1]


def test_where_there_is_nothing_it_says_how_to_fetch(controller, print_letters):
    code, said, _ = print_letters()
    assert code == 0
    assert said.startswith(f"Chưa có thư nào trong {controller.kept}.")
    assert "playbooks/letters.yml" in said
    assert not controller.target.exists()


def test_what_programs_read(controller, print_letters):
    controller.keep(letter("ts-0001"), letter("ts-0002", expires="2026-01-01"))
    code, said, _ = print_letters("--format", "json")
    assert code == 0
    assert json.loads(said) == {
        "written": [
            {
                "file": str(controller.target / "thu-cap-mat-khau_phong-tu-phap_2026-11-29.pdf"),
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


def test_printers_are_told_one_side_and_true_size(controller, print_letters):
    controller.keep(letter("ts-0001"))
    print_letters()
    (file,) = controller.target.iterdir()
    with pikepdf.open(io.BytesIO(file.read_bytes())) as pdf:
        preferences = pdf.Root.ViewerPreferences
        assert (preferences.Duplex, preferences.PrintScaling) == ("/Simplex", "/None")


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
def test_files_are_fetched_once_and_none_is_lost_where_a_name_comes_again(
    controller, tmp_path, print_letters
):
    host = tmp_path / "host"
    host.mkdir()
    controller.keep(letter("ts-0001"), host="../host", name="1")
    said = play(host, CONGVU_LETTERS=str(controller.kept))
    assert "lấy về 1 tệp mới" in said
    assert stat.S_IMODE((controller.kept / "store").stat().st_mode) == 0o700
    again = play(host, CONGVU_LETTERS=str(controller.kept))
    assert "1 tệp thư, lấy về 0 tệp mới" in again
    assert "changed=0" in again
    controller.keep(letter("ts-0002"), host="../host", name="1")
    assert "lấy về 1 tệp mới" in play(host, CONGVU_LETTERS=str(controller.kept))
    assert "Đã lập 2 thư" in print_letters()[1]


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
    assert f" vào {kept_folder('letters', DOMAIN)}/store. " in said
    assert kept_folder("letters", DOMAIN).joinpath("store").is_dir()
