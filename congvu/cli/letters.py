"""Lập PDF thư cấp mật khẩu lần đầu, mỗi đơn vị một tệp: mỗi người một trang, và bảng ký nhận."""

from __future__ import annotations

import argparse
import fcntl
import os
import resource
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from congvu.atomic import replace_files
from congvu.cli import unit_option
from congvu.cli.context import Context, UsageError, as_typed
from congvu.cli.progress import counted
from congvu.kept import kept_folder
from congvu.letters import folders, printed
from congvu.letters.model import Letter, Opened
from congvu.letters.opening import IdentityError, letters_files, open_letters, read_identities
from congvu.letters.printing import TEMPLATE, unit_pdf
from congvu.letters.selection import Selection, UnknownAddressError, select
from congvu.os_errors import reason
from congvu.state import State
from congvu.typesetting import Typesetter

NAME = "letters"
HELP = "lập thư cấp mật khẩu lần đầu để in"
FORMATS = ("text", "json")

_FILE = "thu-cap-mat-khau_"
_FETCH = "ansible-playbook -i inventory/production playbooks/letters.yml"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `letters`."""
    parser.add_argument(
        "--identity",
        action="append",
        type=Path,
        required=True,
        metavar="TỆP_KHÓA",
        help="khóa bí mật của cơ quan, do age-keygen làm; có thể lặp lại",
    )
    unit_option.configure(parser)
    parser.add_argument(
        "--again",
        action="append",
        nargs="+",
        type=as_typed,
        default=[],
        metavar="ĐỊA_CHỈ",
        help="chỉ thư của các địa chỉ này, kể cả thư đã in",
    )
    parser.add_argument(
        "--to",
        type=Path,
        default=folders.default_target(),
        metavar="THƯ_MỤC",
        help="thư mục nhận các tệp PDF, ngoài mọi thư mục Git (mặc định: ~/thu-cap-mat-khau)",
    )


def run(context: Context) -> int:
    """Print what is to be printed; 1 where a file can't be read, or a letter asked for is void."""
    # Passwords are in this process: no crash writes them down.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    target = _target(context.options.to)
    state = context.read()
    units = [unit.id for unit in unit_option.units(state, context.options)]
    again = [_address(word, state) for words in context.options.again for word in words]
    kept = kept_folder(NAME, state.office.domain)
    try:
        identities = [key for file in context.options.identity for key in _identities(file)]
    except IdentityError as error:
        raise UsageError(str(error)) from error
    opened = open_letters(letters_files(kept), identities)
    written: dict[Path, tuple[Letter, ...]] = {}
    with _locked(kept):
        try:
            before = printed.read(kept / printed.NAME)
            wanted = units if context.options.unit else None
            selection = select(opened.letters, before, context.on, wanted, again)
        except (printed.PrintedError, UnknownAddressError) as error:
            raise UsageError(str(error)) from error
        if selection.chosen:
            written = _files(target, selection, context)
            _write(written, before, kept, state, context)
    if context.json:
        context.print_json(_as_json(written, selection, opened))
    else:
        print("\n".join(_as_text(written, selection, opened, kept)))
    return int(bool(opened.unread) or bool(again and selection.left))


def _target(folder: Path) -> Path:
    folder = folder.expanduser().resolve()
    if tree := folders.git_work_tree(folder):
        raise UsageError(
            f"«{folder}» nằm trong thư mục Git {tree}: thư có mật khẩu không được vào Git; hãy "
            "chọn thư mục khác bằng --to"
        )
    return folder


def _identities(file: Path) -> list[Any]:
    return read_identities(file.expanduser())


def _address(text: str, state: State) -> str:
    """Return the whole address; the office's domain may be left out."""
    return text if "@" in text else state.office.address(text)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Keep a second run from printing the same letters meanwhile."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise UsageError("một lệnh letters khác đang chạy; hãy chờ lệnh đó xong") from None
        yield
    finally:
        os.close(handle)


def _files(target: Path, selection: Selection, context: Context) -> dict[Path, tuple[Letter, ...]]:
    """Name each unit's file; one that is there stays as it is."""
    return {
        _free(target, f"{_FILE}{letters[0].unit_id}_{context.on}"): letters
        for letters in selection.units
    }


def _free(target: Path, name: str) -> Path:
    file, number = target / f"{name}.pdf", 1
    while file.exists():
        number += 1
        file = target / f"{name}_{number}.pdf"
    return file


def _write(
    written: dict[Path, tuple[Letter, ...]],
    before: Sequence[printed.Printed],
    kept: Path,
    state: State,
    context: Context,
) -> None:
    """Write the PDF files and what was printed, all or nothing."""
    roles = {id: person.title for id, person in state.roster.people_by_id.items()}
    contents = {}
    with Typesetter(TEMPLATE) as typesetter:
        for file, letters in counted(written.items(), len(written), "Đang lập thư"):
            contents[file] = unit_pdf(typesetter, letters, state.office, roles, context.on)
    entries = [
        printed.Printed(*letter.key, letter.address, context.on, file.name)
        for file, letters in written.items()
        for letter in letters
    ]
    contents[kept / printed.NAME] = printed.text([*before, *entries]).encode()
    target = next(iter(written)).parent
    try:
        target.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Hidden, so nobody would delete what a run left that was killed while it wrote.
        for left in target.glob(f".{_FILE}*"):
            left.unlink()
        replace_files(contents, mode=0o600)
    except OSError as error:
        where = error.filename2 or error.filename
        raise UsageError(f"không ghi được «{where}»: {reason(error)}; chưa lập thư nào") from error


def _as_text(
    written: dict[Path, tuple[Letter, ...]], selection: Selection, opened: Opened, kept: Path
) -> Iterator[str]:
    if written:
        folder = next(iter(written)).parent
        yield f"Đã lập {len(selection.chosen)} thư, mỗi đơn vị một tệp, trong {folder}:"
        for file, letters in written.items():
            yield f"  {file.name}: {letters[0].unit}, {len(letters)} thư"
    elif not opened.letters and not opened.unread:
        yield f"Chưa có thư nào trong {kept}. Lấy về từ máy chủ thư: {_FETCH}"
    else:
        yield "Không có thư nào cần in."
    if selection.left:
        yield f"Không in {len(selection.left)} thư:"
        for letter, why in selection.left:
            yield f"  {letter.address} ({letter.name}), thư số {letter.letter}: {why}"
    if selection.done:
        yield f"{selection.done} thư khác đã in trước đây; in lại thì thêm --again ĐỊA_CHỈ."
    if opened.unread:
        yield f"Không đọc được, hoặc không đọc được trọn {len(opened.unread)} tệp:"
        for file, why in opened.unread.items():
            yield f"  {file}: {why}"
    if written:
        yield "In một mặt, đúng cỡ (100%), gấp theo hai vạch ở mép trái: tên quay ra ngoài."
        yield "In xong, xóa các tệp PDF này: mật khẩu trong đó ai mở tệp cũng đọc được."


def _as_json(
    written: dict[Path, tuple[Letter, ...]], selection: Selection, opened: Opened
) -> dict[str, Any]:
    return {
        "written": [
            {
                "file": str(file),
                "unit": letters[0].unit_id,
                "letters": [{"address": one.address, "letter": one.letter} for one in letters],
            }
            for file, letters in written.items()
        ],
        "left": [
            {"address": letter.address, "letter": letter.letter, "reason": why}
            for letter, why in selection.left
        ],
        "printed_before": selection.done,
        "unread": [{"file": str(file), "reason": why} for file, why in opened.unread.items()],
    }
