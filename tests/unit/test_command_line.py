"""The command line in a broken environment."""

import os
import subprocess
import sys

import pytest
from rosters import person, unit, write_unit

from congvu import atomic
from congvu.cli.main import main
from congvu.office import PROJECT

DAY = ("--date", "2026-11-24")


@pytest.fixture
def roster(tmp_path):
    folder = tmp_path / "roster"
    folder.mkdir()
    write_unit(folder, unit(staff=[person("ts-1", "Nguyễn Văn An")]))
    return folder


def start(folder, *arguments, stdout, **environment):
    """Run the command in a new process."""
    return subprocess.run(
        [sys.executable, "-m", "congvu.cli", "--roster", folder, *arguments],
        stdout=stdout,
        stderr=subprocess.PIPE,
        cwd=PROJECT,
        env={**os.environ, **environment},
        check=False,
    )


def test_a_terminal_without_utf_8_gets_it_all_the_same(roster):
    done = start(
        roster, "explain", "Nguyễn Văn An", stdout=subprocess.PIPE,
        LC_ALL="C", PYTHONIOENCODING="ascii", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0",
    )  # fmt: skip
    assert done.returncode == 0
    assert "Nguyễn Văn An" in done.stdout.decode("utf-8")


def test_who_closes_the_pipe_early_gets_no_traceback(roster):
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "wb") as stream:
        done = start(roster, "check", stdout=stream)
    assert (done.returncode, done.stderr) == (1, b"")


def test_output_that_can_not_be_written_is_said(roster):
    with open("/dev/full", "wb") as stream:  # noqa: PTH123
        done = start(roster, "check", stdout=stream)
    assert done.returncode == 2
    assert done.stderr.decode() == "không đọc hoặc không ghi được kết quả: hết chỗ trên ổ đĩa\n"


def test_a_register_that_can_not_be_written_stays_as_it_was(roster, monkeypatch, capsys):
    assert main(["--roster", str(roster), *DAY, "register"]) == 0
    before = (roster / "addresses.yml").read_text()
    write_unit(roster, unit(staff=[person("ts-1", "Nguyễn Văn An"), person("ts-2", "Lê Bình")]))

    def refuse(**_):
        raise PermissionError(13, "Permission denied", str(roster / ".addresses.yml.x"))

    monkeypatch.setattr(atomic.tempfile, "mkstemp", refuse)
    assert main(["--roster", str(roster), *DAY, "register"]) == 2
    said = capsys.readouterr().err
    assert said.endswith("addresses.yml: không có quyền; sổ cũ còn nguyên\n")
    assert (roster / "addresses.yml").read_text() == before


def test_no_register_of_a_later_day_is_written(roster, capsys):
    later = ["--roster", str(roster), "--date", "2027-01-01", "register"]
    assert main(later) == 2
    assert "--dry-run" in capsys.readouterr().err
    assert not (roster / "addresses.yml").exists()
    assert main([*later, "--dry-run"]) == 0
    assert "annv@" in capsys.readouterr().out


def test_a_folder_that_the_system_refuses_is_wrong_use(capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["--roster", "/" + "x" * 300, "check"])
    assert stopped.value.code == 2
    assert "không có quyền đọc" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "còn thiếu: LỆNH"),
        (["foo"], "không có «foo»; chọn một: 'check'"),
        (["plan"], "phải có một trong các tùy chọn: --base --live"),
        (["plan", "--base", "x", "--live"], "--live: không dùng cùng với --base"),
        (["check", "--roster"], "--roster: phải có một giá trị đi sau"),
        (["check", "--rosters", "x"], "không có tùy chọn này: --rosters x"),
        (["check", "--date", "12/03/2026"], "«12/03/2026» không phải là ngày"),
    ],
)
def test_wrong_use_is_answered_in_vietnamese(capsys, arguments, told):
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    said = capsys.readouterr().err
    assert stopped.value.code == 2
    assert told in said
    assert "usage" not in said
