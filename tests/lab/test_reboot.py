"""After a reboot of the mail host everything runs again and nothing is lost."""

import shlex
import ssl
import subprocess
import time
from urllib.request import urlopen

from conftest import add, recap_changes

STORE = "/var/lib/congvu/accounts.sqlite"
# As soon as the module has written what is decided and not done yet what follows from it; at once:
# no process is asked to end.
REBOOT_IN_THE_MIDDLE = f"""
import os, sqlite3, time
store = sqlite3.connect("file:{STORE}?mode=ro", uri=True, timeout=0)
until = time.monotonic() + 200
while time.monotonic() < until:
    time.sleep(0.001)
    try:
        if store.execute("SELECT count(*) FROM effects").fetchone() != (0,):
            break
    except sqlite3.OperationalError:
        pass  # it is being written
os.execvp("systemctl", ["systemctl", "--no-block", "reboot", "--force", "--force"])
"""
BOOT = "cat /proc/sys/kernel/random/boot_id; systemctl show -P UserspaceTimestamp"


def wait_for_another_boot(system, boot):
    now = boot
    until = time.monotonic() + 240
    while time.monotonic() < until:
        time.sleep(1)
        try:
            now = system.ssh(BOOT)
            if now != boot and system.ssh("systemctl is-system-running --wait || true").strip():
                break
        except subprocess.CalledProcessError:
            continue  # ssh fails while the host is down
    assert now != boot


def test_everything_comes_back_after_a_reboot(system, an, foreign):
    before = an.send(an.address, "Thư trước khi khởi động lại", "x")
    an.wait_for(before)
    boot = system.ssh(BOOT)
    # The host may go down before the command has its answer.
    system.ssh("systemctl --no-block reboot || true")
    wait_for_another_boot(system, boot)
    assert system.ssh("systemctl --failed --no-legend --plain") == ""
    assert an.find(before) is not None
    an.wait_for(foreign.send(an.address, "Thư sau khi khởi động lại", "x"))
    context = ssl.create_default_context(cafile=str(system.lab.authority))
    with urlopen(f"https://{system.lab.mail}/", context=context, timeout=10) as page:
        assert "Danh bạ thư công vụ" in page.read().decode()


def test_a_reboot_in_the_middle_of_a_run_is_made_good_by_the_next(system, roster):
    add(roster, 9509, "Huỳnh Nửa Đường Mai")
    assert system.playbook("mailboxes.yml", roster=roster).returncode == 0
    address = system.ssh(
        f"sqlite3 {STORE} \"SELECT address FROM addresses WHERE account = 'ts-9509'\""
    )
    for number, name in enumerate(("An", "Bình", "Chi", "Dung", "Giang", "Hà", "Khoa", "Lan")):
        add(roster, 9501 + number, f"Huỳnh Nửa Đường {name}")
    boot = system.ssh(BOOT)
    command = f"python3 -c {shlex.quote(REBOOT_IN_THE_MIDDLE)}"
    # It waits there before the module begins.
    rebooting = subprocess.Popen([*system.lab.ssh(system.lab.mail), command])
    # Whose password is void has sessions to be ended, which takes more than a second.
    system.playbook("mailboxes.yml", "-e", f"new_letter={address.strip()}", roster=roster)
    rebooting.wait()
    wait_for_another_boot(system, boot)
    assert int(system.ssh(f"sqlite3 {STORE} 'SELECT count(*) FROM effects'")) > 0
    done = system.playbook("mailboxes.yml", roster=roster)
    assert done.returncode == 0, done.stdout[-3000:]
    assert recap_changes(system.playbook("mailboxes.yml", roster=roster).stdout) == 0
    assert system.ssh(f"sqlite3 {STORE} 'PRAGMA integrity_check; SELECT * FROM effects'") == "ok\n"
    system.staff("ts-9508").imap().logout()
    assert system.playbook("mailboxes.yml").returncode == 0
