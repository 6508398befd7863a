"""Carries out on each host the plan that an operator has just read (job `plan-live`).

`python -m merge_requests.deploy_anyway PLAN` is started by hand, in pipelines of the protected
default branch. It also carries out a mass change, but only the plan that the operator saw.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

from merge_requests.playbooks import inventory, play, play_on
from merge_requests.settings import SettingsError

_CHECKSUM = re.compile(r"sha256:[0-9a-f]{64}")
_HOST = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def checksums(text: str) -> dict[str, str]:
    """Return each host's checksum from the output of ``congvu plan --live --format json``.

    Raises:
        ValueError: the text is no such output, or the roster has errors.
    """
    data = json.loads(text)
    found = {host: plan["checksum"] for host, plan in data["hosts"].items()}
    if not found or not all(
        _HOST.fullmatch(host) and _CHECKSUM.fullmatch(plan) for host, plan in found.items()
    ):
        raise ValueError("không có kế hoạch của máy nào")
    return found


def main() -> int:
    """Deploy; return 0 if every host carried it out and the directory is published."""
    file = Path(sys.argv[1] if len(sys.argv) > 1 else "live-plan.json")
    try:
        inventory()
        plans = checksums(file.read_text(encoding="utf-8"))
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 1
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        print(
            f"Chưa có kế hoạch để làm theo: hãy chạy «plan-live» trước ({error}).", file=sys.stderr
        )
        return 1
    for host, plan in plans.items():
        done = play_on(host, "mailboxes.yml", plan_checksum=plan, mailboxes_allow_mass_change=True)
        if not done:
            print(
                f"=> Máy {host} đã khác với kế hoạch vừa xem, hoặc có lỗi ở trên. Hãy chạy lại "
                "«plan-live» rồi «deploy-anyway».",
                file=sys.stderr,
            )
            return 1
    return int(not play("directory.yml"))


if __name__ == "__main__":
    sys.exit(main())
