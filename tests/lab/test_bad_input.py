"""Wrong input gives an error sentence, and nothing is partly done."""

import shutil

import pytest
from conftest import UNIT, add, recap_changes

from lab.settings import PROJECT

STORE = "/var/lib/congvu"


def fails(system, *sentences, name="site.yml", **more):
    """Run a playbook that must fail with the given sentences."""
    arguments = [part for value in more.pop("set", ()) for part in ("-e", value)]
    done = system.playbook(name, *arguments, *more.pop("arguments", ()), **more)
    # Ansible wraps long messages.
    output = " ".join((done.stdout + done.stderr).split())
    assert done.returncode != 0
    for sentence in sentences:
        assert sentence in output, done.stdout
    assert recap_changes(done.stdout) == 0
    return output


def test_a_broken_roster_stops_before_any_host_is_touched(system, roster):
    file = roster / UNIT
    file.write_text(file.read_text().replace("kind: division", "kind: phong"))
    # There is no host at this address, so contacting it would fail with another error.
    nowhere = f"ansible_host={system.lab.prefix}.99"
    output = fails(
        system,
        f"{UNIT}:4: «phong» không dùng được cho «kind»",
        "chưa máy nào bị thay đổi",
        "unreachable=0",
        set=[nowhere],
        roster=roster,
    )
    assert "UNREACHABLE" not in output


@pytest.mark.parametrize("name", ["site.yml", "mailboxes.yml", "directory.yml"])
def test_a_host_that_cannot_be_reached(system, name):
    fails(
        system,
        "Không kết nối được tới máy mail. Hãy kiểm tra máy có đang chạy không",
        name=name,
        set=[f"ansible_host={system.lab.prefix}.99"],
    )


def test_one_host_that_cannot_be_reached_holds_back_the_others(system, tmp_path):
    other = tmp_path / "other.yml"
    other.write_text(
        "all: {children: {mail_hosts: {hosts: {nowhere: "
        f"{{ansible_host: {system.lab.prefix}.99}}}}}}}}}}\n"
    )
    inventories = ["-i", str(PROJECT / "inventory" / "lab"), "-i", str(other)]
    fails(
        system,
        "Không kết nối được tới máy nowhere",
        arguments=inventories,
        # This variable would change the host.
        set=["postfix_message_bytes=26000000"],
    )


def test_a_variable_that_is_missing(system, tmp_path):
    inventory = shutil.copytree(PROJECT / "inventory" / "lab", tmp_path / "a" / "b")
    (inventory / "group_vars" / "all" / "district.yml").unlink()
    fails(system, "Thiếu biến: district. Hãy khai báo", arguments=["-i", str(inventory)])


@pytest.mark.parametrize(
    ("setting", "sentence"),
    [
        ("certificates_names={{ ten_may }}", "Thiếu biến: ten_may."),
        ("certificates_source=khac", "Biến certificates_source có giá trị không đúng kiểu."),
        ("preflight_release=forky", "hệ thống này cần Debian 13 (forky). Chưa có gì thay đổi."),
        ("preflight_free_mb=100000000", "cần 100000000 MB trống ở: /. Chưa có gì thay đổi."),
    ],
)
def test_what_the_host_or_the_inventory_lacks(system, setting, sentence):
    fails(system, sentence, set=[setting])


def test_a_full_disk_changes_no_account(system, roster):
    add(roster, 9005, "Võ Thị Đầy")
    state = f"sqlite3 {STORE}/accounts.sqlite .dump | cat - {STORE}/*/* | sha256sum"
    before = system.ssh(state)
    # Mount a real file system without free space over the store's folder.
    system.ssh(
        f"cp -a {STORE} /root/store && mount -t tmpfs -o size=4m,mode=755 tmpfs {STORE} && "
        f"cp -a /root/store/. {STORE} && "
        f"(cat /dev/zero >{STORE}/full 2>/dev/null || true)"
    )
    try:
        fails(
            system,
            "Chưa thay đổi gì trong kho tài khoản /var/lib/congvu/accounts.sqlite",
            "Đĩa của máy mail đã đầy.",
            name="mailboxes.yml",
            roster=roster,
        )
        system.ssh(f"rm {STORE}/full")
        assert system.ssh(state) == before
    finally:
        system.ssh(
            f"systemctl stop postfix dovecot && umount {STORE} && rm -r /root/store && "
            "systemctl start dovecot postfix"
        )
    again = system.playbook("mailboxes.yml", roster=roster)
    assert recap_changes(again.stdout) == 1
    system.staff("ts-9005").imap().logout()
    assert system.playbook("mailboxes.yml").returncode == 0


def test_a_run_that_fails_later_still_has_a_daemon_read_its_new_settings(system):
    started = "systemctl show -P ActiveEnterTimestampMonotonic dovecot"
    before = system.ssh(started)
    compiled = "/var/lib/congvu-sieve/left.svbin"
    system.ssh(f"echo '# by hand' >>/etc/dovecot/dovecot.conf && rm {compiled}")
    no_such = '{"postfix_packages": ["khong-co-goi-nay"]}'
    failed = system.playbook("site.yml", "--tags", "mail", "-e", no_such)
    assert failed.returncode != 0
    assert "khong-co-goi-nay" in failed.stdout
    assert system.ssh(started) != before
    system.ssh(f"test -e {compiled}")
    # The next run finds nothing to do; only by that the daemon would never have been told.
    again = system.playbook("site.yml", "--tags", "mail")
    assert (again.returncode, recap_changes(again.stdout)) == (0, 0)
