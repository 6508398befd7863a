"""The work of `bin/up`: hosts, site, test mail in both directions, directory, summary."""

from __future__ import annotations

import argparse
import os
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from congvu.days import today
from congvu.office import load_office, roster_directory
from congvu.roster.model import Unit
from congvu.sound import sound_state
from lab import local_server
from lab.account_page import PageError
from lab.enrolment import enrolled
from lab.mail import MailClient
from lab.people import Login, foreign_client, newcomers, staff_client
from lab.progress import Progress, StepFailedError
from lab.settings import PROJECT, Lab, current_lab
from lab.summary import Summary, show, write

BIN = PROJECT / ".venv" / "bin"


def main() -> int:
    """Run `bin/up`; return the exit code."""
    parser = argparse.ArgumentParser(prog="bin/up")
    parser.add_argument("--without-hosts", action="store_true")
    options = parser.parse_args()
    lab = current_lab()
    progress = Progress(lab.directory / "log")
    try:
        if options.without_hosts:
            summary = without_hosts(lab, progress)
        else:
            summary = with_hosts(lab, progress)
    except StepFailedError as error:
        print(f"\nDừng lại vì lỗi:\n{error}", file=sys.stderr)
        return 1
    write(summary, lab.directory / "summary.json")
    before = float(os.environ.get("CONGVU_PREPARED_SECONDS") or 0)
    show(summary, lab.directory / "summary.json", before + progress.elapsed)
    print(progress.table(before))
    return 0


def with_hosts(lab: Lab, progress: Progress) -> Summary:
    """Boot the lab, set everything up, and test that mail is delivered."""
    with progress.step("Khởi động các máy thử"):
        progress.run(lab.boot(), "hosts", lab.environment)
    with (
        progress.step("Cài đặt hệ thống thư và danh bạ (playbooks/site.yml), cạnh máy bên ngoài"),
        ThreadPoolExecutor(1) as beside,
    ):
        # The two hosts do not need each other until mail is sent.
        outside = beside.submit(
            progress.run, _playbook("lab.yml"), "lab", lab.environment, visible=False
        )
        # A lab that an older version left may need letters for everybody; its people are invented.
        site = [*_playbook("site.yml"), "-e", "mailboxes_allow_mass_change=true"]
        progress.run(site, "site", lab.environment)
        outside.result()
    with progress.step("Đăng nhập lần đầu ở trang tài khoản, lập thư cấp mật khẩu của một đơn vị"):
        chosen, unit = _choose(newcomers(lab))
        chosen = [_begun(lab, login, progress) for login in chosen]
        letters = _letters(lab, unit, progress)
    with progress.step("Gửi thư từ ngoài vào và từ trong ra, đọc lại qua IMAP"):
        _round_trip(staff_client(lab, chosen[0]), foreign_client(lab))
    return Summary(
        domain=load_office().domain,
        hosts=[("mail", lab.mail), ("outside", lab.outside)],
        mailboxes=_open_mailboxes(lab),
        directory=f"https://{lab.mail}/",
        authority=lab.authority,
        logins=chosen,
        account_page=lab.account_page,
        letters=letters,
    )


def without_hosts(lab: Lab, progress: Progress) -> Summary:
    """Do everything that needs no host: check, register, accounts store, directory."""
    environment = lab.environment
    with progress.step("Kiểm tra danh sách và sổ địa chỉ"):
        progress.run([PROJECT / "bin" / "congvu", "check"], "check", environment)
        progress.run([PROJECT / "bin" / "congvu", "register"], "register", environment)
    with progress.step("Lập kho tài khoản (tệp SQLite tại máy này)"):
        playbook = [*_playbook("mailboxes.yml"), "--inventory", PROJECT / "inventory" / "local"]
        progress.run(playbook, "mailboxes", environment)
    site = PROJECT / ".cache" / "directory"
    with progress.step("Dựng danh bạ"):
        command: list[str | Path] = [
            BIN / "mkdocs",
            "build",
            # Not with --quiet: MkDocs would not count the warnings that must fail the build.
            "--strict",
            "--site-dir",
            site,
        ]
        progress.run(command, "directory", environment)
    with progress.step("Mở danh bạ trên máy này"):
        url = local_server.serve(site, lab.directory)
    return Summary(
        domain=load_office().domain,
        hosts=[],
        mailboxes=_local_mailboxes(lab),
        directory=url,
        authority=None,
        logins=[],
    )


def _playbook(name: str) -> list[str | Path]:
    return [BIN / "ansible-playbook", PROJECT / "playbooks" / name]


def _choose(accounts: dict[str, Login]) -> tuple[list[Login], Unit]:
    """Choose the chairman and a member of a commune's staff, and a unit for letters."""
    state = sound_state(roster_directory(), today())
    people = [(unit, person) for unit, person in state.roster.people() if person.id in accounts]
    leaders = [person.id for _, person in people if person.leader]
    staff = [person.id for unit, person in people if unit.kind == "commune"]
    others = [person.id for _, person in people]
    ids = list(dict.fromkeys([*leaders[:1], *staff[:1], *others]))[:2]
    # Nobody there has used the letter yet, where there is another unit.
    unit = next((unit for unit, person in people if person.id not in ids), people[0][0])
    return [accounts[id_] for id_ in ids], unit


def _begun(lab: Lab, login: Login, progress: Progress) -> Login:
    """Return a login that works on the web too; a letter that is used up is made anew."""
    try:
        return enrolled(lab, login)
    except PageError:
        again = [*_playbook("mailboxes.yml"), "-e", f"new_letter={login.address}"]
        progress.run(again, "new-letter", lab.environment)
    try:
        return enrolled(lab, newcomers(lab)[login.account])
    except PageError as error:
        raise StepFailedError(f"Trang tài khoản từ chối {login.address}: {error}") from error


def _letters(lab: Lab, unit: Unit, progress: Progress) -> Path:
    """Return the PDF with a unit's letters; it is made once."""
    if not (printed := sorted(lab.letters.glob("*.pdf"))):
        progress.run(_playbook("letters.yml"), "letters-fetched", lab.environment)
        command: list[str | Path] = [PROJECT / "bin" / "congvu", "letters"]
        command += ["--identity", lab.letters_key, "--unit", unit.id, "--to", lab.letters]
        progress.run(command, "letters", lab.environment)
        printed = sorted(lab.letters.glob("*.pdf"))
    return printed[0]


def _round_trip(staff: MailClient, foreign: MailClient) -> None:
    try:
        sent = foreign.send(
            staff.address, "Hỏi thủ tục đăng ký khai sinh", "Xin hỏi cần giấy tờ gì?"
        )
        staff.wait_for(sent)
        answered = staff.send(foreign.address, "Trả lời: thủ tục khai sinh", "Mời ông/bà đến xã.")
        foreign.wait_for(answered)
    except Exception as error:
        raise StepFailedError(f"Thư thử không đi trọn vòng: {error}") from error


def _open_mailboxes(lab: Lab) -> int:
    query = "SELECT count(*) FROM accounts WHERE state IN ('active', 'suspended')"
    command = [*lab.ssh(lab.mail), "sqlite3", "-readonly", "/var/lib/congvu/accounts.sqlite"]
    found = subprocess.run([*command, f'"{query}"'], capture_output=True, text=True, check=True)
    return int(found.stdout)


def _local_mailboxes(lab: Lab) -> int:
    with sqlite3.connect(lab.directory / "accounts.sqlite") as store:
        query = "SELECT count(*) FROM accounts WHERE state IN ('active', 'suspended')"
        return int(store.execute(query).fetchone()[0])


if __name__ == "__main__":
    sys.exit(main())
