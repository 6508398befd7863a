"""The command C(congvu-accounts) of a mail host: what its timer does, and what an operator does.

The same code as the module C(mailboxes); without a controller it goes by what that said last.
"""

from __future__ import annotations

import argparse
import resource
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date

from ansible.module_utils import accounts_store as store
from ansible.module_utils.accounts_output import ARCHIVES, COUNTS, STATES, UNFINISHED
from ansible.module_utils.accounts_plan import PlanError
from ansible.module_utils.archiving import unfinished
from ansible.module_utils.day_of_run import DayError
from ansible.module_utils.days import today, written
from ansible.module_utils.dovecot_sessions import DovecotError
from ansible.module_utils.first_passwords import LettersError
from ansible.module_utils.mail_archive import ArchiveError
from ansible.module_utils.provisioning import (
    Decided,
    Followed,
    RefusedError,
    Request,
    decide,
    follow,
)
from ansible.module_utils.standing_orders import request, standing
from ansible.module_utils.uses import uses
from ansible.module_utils.wanted_accounts import kept

STORE = "/var/lib/congvu/accounts.sqlite"


class CommandError(Exception):
    """It can't be done; the message is Vietnamese."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return the exit code."""
    # Passwords may be in this process's memory; nothing of it may come to lie on a disk.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    options = _parser().parse_args(arguments)
    try:
        looking = options.command in {"unused", "states"}
        with closing(store.connect(options.store, read_only=looking)) as connection:
            options.run(connection, options)
    except (
        CommandError, RefusedError, DayError, PlanError, LettersError, ArchiveError, DovecotError,
        store.StoreError,
    ) as error:  # fmt: skip
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:
        # Who reads a list may stop in the middle.
        sys.stdout = None  # type: ignore[assignment]
    except (sqlite3.Error, OSError) as error:
        print(
            f"Chưa làm xong: {error}. Hãy kiểm tra dung lượng đĩa và quyền ghi (lệnh này cần quyền "
            "root) rồi chạy lại; lần chạy sau làm nốt phần còn lại.",
            file=sys.stderr,
        )
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="congvu-accounts", description="Hộp thư trên máy chủ thư này, khi không có Ansible."
    )
    parser.add_argument("--store", default=STORE, help="kho tài khoản (mặc định: %(default)s)")
    parser.set_defaults(allow_other_day=False)
    commands = parser.add_subparsers(dest="command", required=True, metavar="LỆNH")
    for name, run, help_ in (
        ("apply", _apply, "làm những gì có hiệu lực hôm nay theo danh sách đã nhận"),
        ("new-letter", _new_letter, "lập thư mật khẩu mới; mật khẩu, thiết bị cũ hết hiệu lực"),
        ("open", _open, "mở lại đăng nhập cho hộp thư bị khóa vì lâu không dùng"),
        ("unused", _unused, "liệt kê hộp thư lâu không có người dùng"),
        ("states", _states, "liệt kê trạng thái các hộp thư"),
    ):
        command = commands.add_parser(name, help=help_, description=help_)
        command.set_defaults(run=run)
        command.add_argument(
            "--day", type=date.fromisoformat, default=today(), metavar="NNNN-TT-NN",
            help="coi như hôm nay là ngày này",
        )  # fmt: skip
        if name in {"apply", "new-letter", "open"}:
            command.add_argument(
                "--allow-other-day", action="store_true",
                help="làm cả khi ngày ấy chưa đến, hoặc trước ngày đã làm lần cuối",
            )  # fmt: skip
        if name in {"new-letter", "open"}:
            command.add_argument("address", metavar="ĐỊA_CHỈ")
    return parser


def _apply(connection: sqlite3.Connection, options: argparse.Namespace) -> None:
    _say(options.day, *_done(connection, _standing(connection, options), options.day))


def _new_letter(connection: sqlite3.Connection, options: argparse.Namespace) -> None:
    asked = replace(_standing(connection, options), new_letters=[options.address])
    _done(connection, asked, options.day)
    print(
        f"Đã lập thư mật khẩu mới cho {options.address}. Mật khẩu, mật khẩu ứng dụng và thiết bị "
        "cũ hết hiệu lực. Hãy in thư bằng «congvu letters»."
    )


def _open(connection: sqlite3.Connection, options: argparse.Namespace) -> None:
    asked = replace(_standing(connection, options), open_again=[options.address])
    _done(connection, asked, options.day)
    print(f"Đã mở lại đăng nhập cho {options.address}.")


def _standing(connection: sqlite3.Connection, options: argparse.Namespace) -> Request:
    """Return what is to be done by what the controller said last."""
    asked = standing(connection)
    wanted = kept(connection, options.day)
    if asked is None or wanted is None:
        raise CommandError(
            "Chưa có gì thay đổi: máy này chưa nhận danh sách lần nào. Hãy chạy "
            "playbooks/mailboxes.yml một lần."
        )
    allowed = options.allow_other_day
    return request(options.store, asked, wanted, latest=today(), allow_other_day=allowed)


def _done(connection: sqlite3.Connection, asked: Request, day: date) -> tuple[Decided, Followed]:
    decided = decide(connection, asked, day)
    return decided, follow(connection, asked, decided, _run)


def _run(command: list[str]) -> tuple[int, str, str]:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


def _say(day: date, decided: Decided, followed: Followed) -> None:
    counts = decided.plan.counts()
    said = [f"{words}: {counts[what]}" for what, words in COUNTS.items() if counts[what]]
    more = (
        ("mở lại đăng nhập", decided.opened), ("báo đơn vị vì lâu không dùng", decided.noticed),
        ("thư mật khẩu mới cần in", decided.letters),
    )  # fmt: skip
    said += [f"{words}: {len(ids)}" for words, ids in more if ids]
    for done in followed.archives:
        kind, account = done.split(" ", 1)
        said.append(f"{ARCHIVES[kind]} {account}")
    print(f"Ngày {written(day)}: {'; '.join(said) or 'không có gì thay đổi'}.")


def _unused(connection: sqlite3.Connection, options: argparse.Namespace) -> None:
    asked = _standing(connection, options)
    if not asked.use.days:
        print("Cơ quan không khóa hộp thư lâu không dùng (accounts: unused_days là 0).")
        return
    wanted = {account.id: account for account in asked.wanted.accounts} if asked.wanted else {}
    lines = []
    for id_, use in uses(connection, asked.places.used).items():
        if id_ in wanted and (use.noticed or use.dormant):
            what = (
                f"đã khóa đăng nhập từ {_day(use.dormant)}" if use.dormant
                else f"đã báo đơn vị ngày {_day(use.noticed)}"
            )  # fmt: skip
            account = wanted[id_]
            lines.append((use.last, f"{account.address}  {account.name}: {what}, dùng lần cuối "
                                    f"{_day(use.last)}"))  # fmt: skip
    for _, line in sorted(lines):
        print(line)
    if not lines:
        print(f"Không có hộp thư nào {asked.use.days_to_notice} ngày nay không có người dùng.")


def _states(connection: sqlite3.Connection, _: argparse.Namespace) -> None:
    dormant = dict(connection.execute("SELECT account, dormant FROM uses WHERE dormant NOT NULL"))
    to_do = unfinished(connection)
    for id_, _kind, name, address, state, _quota, since, _asked in sorted(
        store.accounts(connection), key=lambda row: row[3]
    ):
        called = UNFINISHED[to_do[id_]] if id_ in to_do else STATES[state]
        words = f"{called} từ {_day(since)}"
        if state == "active" and id_ in dormant:
            words = f"khóa đăng nhập vì lâu không dùng từ {_day(dormant[id_])}"
        print(f"{address}  {name} ({id_}): {words}")


def _day(iso: str) -> str:
    return written(date.fromisoformat(iso))
