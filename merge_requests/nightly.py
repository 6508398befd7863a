"""Brings the mail hosts to today's state, unless a host differs from yesterday's roster.

`python -m merge_requests.nightly` runs on a schedule, in pipelines of the protected default branch.
"""

from __future__ import annotations

import sys
from datetime import date

from congvu.cli.context import UsageError
from congvu.cli.live import host_accounts
from congvu.days import shifted, today, written
from congvu.findings import RosterError
from congvu.office import DEFAULT_ROSTER, OfficeError
from congvu.plan.text import PlanText
from congvu.sound import sound_state
from congvu.state import read_state
from merge_requests.deploy import WHAT_TO_DO
from merge_requests.overnight import Overnight, overnight
from merge_requests.playbooks import inventory, play
from merge_requests.settings import SettingsError

_DRIFTED = """\
=> MÁY CHỦ THƯ {host} KHÁC VỚI DANH SÁCH. Lẽ ra máy này phải đúng như danh sách của ngày {day},
   nhưng có các khác biệt dưới đây (ghi là việc sẽ làm để đưa máy về đúng danh sách). Có thể ai đó
   đã sửa tay trên máy, hoặc một lần triển khai trước bị dừng. Chưa có gì thay đổi, kể cả theo các
   quyết định có hiệu lực hôm nay. Hãy tìm nguyên nhân; nếu danh sách đúng thì chạy «plan-live»,
   xem kỹ, rồi chạy «deploy-anyway».
"""


def main() -> int:
    """Run the nightly job; return 0 if the hosts now agree with today's roster."""
    day = today()
    yesterday = shifted(day, -1)
    try:
        hosts = host_accounts(inventory())
        state = sound_state(DEFAULT_ROSTER, day)
        night = overnight(hosts, read_state(DEFAULT_ROSTER, yesterday, state.office), state)
    except (SettingsError, UsageError, OfficeError, RosterError) as error:
        print(error, file=sys.stderr)
        return 1
    if not night.sound:
        _complain(night, yesterday)
        return 1
    for host, plan in night.due.items():
        print(
            f"Các quyết định có hiệu lực đến hôm nay.\n{PlanText().render({host: plan})}",
            flush=True,
        )
    if night.checksum is None:
        print("Không quyết định nào có hiệu lực hôm nay; các máy đúng với danh sách.", flush=True)
    # The directory also depends on the day: people come and leave.
    done = night.checksum is None or play("mailboxes.yml", plan_checksum=night.checksum)
    if done and play("directory.yml"):
        return 0
    print(WHAT_TO_DO, file=sys.stderr)
    return 1


def _complain(night: Overnight, yesterday: date) -> None:
    for host, sentence in night.impossible.items():
        print(f"=> MÁY CHỦ THƯ {host} KHÁC VỚI DANH SÁCH: {sentence}", file=sys.stderr)
    for host, plan in night.drifted.items():
        print(_DRIFTED.format(host=host, day=f"{written(yesterday)}"), file=sys.stderr)
        print(PlanText().render({host: plan}), file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
