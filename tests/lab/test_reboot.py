"""After a reboot of the mail host everything runs again and nothing is lost."""

import ssl
import subprocess
import time
from urllib.request import urlopen


def test_everything_comes_back_after_a_reboot(system, an, foreign):
    before = an.send(an.address, "Thư trước khi khởi động lại", "x")
    an.wait_for(before)
    boot = system.ssh("cat /proc/sys/kernel/random/boot_id; systemctl show -P UserspaceTimestamp")
    # The host may go down before the command has its answer.
    system.ssh("systemctl --no-block reboot || true")
    now = boot
    until = time.monotonic() + 240
    while time.monotonic() < until:
        time.sleep(1)
        try:
            now = system.ssh(
                "cat /proc/sys/kernel/random/boot_id; systemctl show -P UserspaceTimestamp"
            )
            if now != boot and system.ssh("systemctl is-system-running --wait || true").strip():
                break
        except subprocess.CalledProcessError:
            continue  # ssh fails while the host is down
    assert now != boot
    assert system.ssh("systemctl --failed --no-legend --plain") == ""
    assert an.find(before) is not None
    an.wait_for(foreign.send(an.address, "Thư sau khi khởi động lại", "x"))
    context = ssl.create_default_context(cafile=str(system.lab.authority))
    with urlopen(f"https://{system.lab.mail}/", context=context, timeout=10) as page:
        assert "Danh bạ thư công vụ" in page.read().decode()
