"""`congvu letters`: no password stands anywhere but in the PDF, and that is for its user alone."""

import re
import resource
import stat
import subprocess
import sys

import pytest

from congvu.letters import printed
from congvu.office import PROJECT
from tests.letter_files import DAY, HALVES, letter
from tests.samples import DOMAIN


def test_what_was_printed_is_remembered_without_a_secret(controller, print_letters):
    controller.keep(letter("ts-0001", letter=3))
    print_letters()
    text = (controller.kept / printed.NAME).read_text(encoding="utf-8")
    assert text.splitlines()[1] == (
        f"ts-0001,3,2026-12-09,ts-0001@{DOMAIN},2026-11-29,"
        "thu-cap-mat-khau_phong-tu-phap_2026-11-29.pdf"
    )
    assert not [half for half in HALVES if half in text]


def test_nobody_else_can_read_the_files(controller, print_letters):
    controller.keep(letter("ts-0001"))
    print_letters()
    for file in (*controller.target.iterdir(), controller.kept / printed.NAME):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(controller.target.stat().st_mode) == 0o700


@pytest.mark.parametrize("below", [".", "a/b"])
def test_a_folder_of_git_is_refused(controller, print_letters, tmp_path, below):
    controller.keep(letter("ts-0001"))
    (tmp_path / "checkout" / ".git").mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "checkout")
    code, _, error = print_letters("--to", str(tmp_path / "link" / below))
    assert code == 2
    assert f"nằm trong thư mục Git {tmp_path / 'checkout'}: thư có mật khẩu" in error
    assert list((tmp_path / "checkout").iterdir()) == [tmp_path / "checkout" / ".git"]


def test_a_folder_that_git_ignores_is_as_good_as_one_outside(controller, print_letters, tmp_path):
    controller.keep(letter("ts-0001"))
    checkout = tmp_path / "checkout"
    subprocess.run(["git", "init", "-q", checkout], check=True)
    (checkout / ".gitignore").write_text("/lab/\n", encoding="utf-8")
    code, _, error = print_letters("--to", str(checkout / "lab" / "letters"))
    assert code == 0, error
    code, _, error = print_letters("--to", str(checkout / "labour"))
    assert code == 2 and "nằm trong thư mục Git" in error


def test_no_core_file_is_written(controller, print_letters):
    print_letters()
    assert controller.limits == {resource.RLIMIT_CORE: (0, 0)}


def test_no_plain_text_reaches_a_file_but_the_pdf(controller, tmp_path):
    """Watch a whole process: every file that it opens for writing, and what it leaves behind."""
    controller.keep(letter("ts-0001"))
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
        [sys.executable, watch, "--roster", controller.roster, "--date", DAY, "letters",
         "--identity", controller.key, "--to", controller.target],
        cwd=PROJECT,
        env={"CONGVU_LETTERS": str(controller.kept), "CONGVU_CACHE": "", "TMPDIR": str(scratch),
             "PATH": "/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(PROJECT)},
        capture_output=True,
        text=True,
        check=True,
    )  # fmt: skip
    assert not [half for half in HALVES if half in done.stdout + done.stderr]
    wrote = set(re.findall(r"^wrote (.*/.*)$", done.stderr, re.MULTILINE))
    allowed = (f"{scratch}/", f"{controller.target}/", f"{controller.kept}/")
    assert wrote
    assert [path for path in wrote if not path.startswith(allowed)] == []
    # What stood below TMPDIR is the font, and is gone.
    assert {path.rpartition(".")[2] for path in wrote if path.startswith(allowed[0])} == {"ttf"}
    assert list(scratch.iterdir()) == []
