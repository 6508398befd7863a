"""The texts for Ansible about the plan of an accounts store: the diff and the refusals.

Only this module names options of Ansible; the core does not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ansible.module_utils.accounts_plan import AccountsPlan, Excess, StoredAccount
from ansible.module_utils.days import written

# How many lines of the plan a refusal shows.
SHOWN = 20
CHECKSUM = re.compile(r"sha256:[0-9a-f]{64}")
STATES = {"active": "hoạt động", "suspended": "tạm ngưng", "left": "đã nghỉ",
          "archived": "đã lưu trữ", "deleted": "đã xóa"}  # fmt: skip
# What a state is called while what it says is still to be done.
UNFINISHED = {"archive": "chờ lưu trữ (thư còn nguyên)",
              "remove": "đã lưu trữ, chờ gỡ hộp thư", "delete": "chờ xóa bản lưu trữ"}  # fmt: skip
MAIL = {"keep": "nhận thư", "answer": "trả lời bằng địa chỉ đơn vị", "unit": "chuyển cho đơn vị",
        "refuse": "từ chối thư"}  # fmt: skip
COUNTS = {"created": "mở mới", "reopened": "mở lại", "updated": "sửa", "closed": "đóng",
          "archived": "lưu trữ", "deleted": "xóa bản lưu trữ",
          "locked": "khóa đăng nhập vì lâu không dùng",
          "renewed": "lập thư mật khẩu mới theo danh sách",
          "granted": "cấp quyền mở hộp thư chung",
          "revoked": "thu quyền mở hộp thư chung"}  # fmt: skip
ARCHIVES = {"archive": "lưu trữ hộp thư", "remove": "gỡ hộp thư đã lưu trữ",
            "delete": "xóa bản lưu trữ", "tidy": "dọn thư mục tạm còn sót của"}  # fmt: skip


@dataclass(frozen=True)
class Following:
    """What comes with a plan on a host.

    Attributes:
        sessions: accounts whose sessions end.
        units: (account, name of its unit) that changed.
        letters: accounts that get a letter.
        files: files and folders that are put right though no account changes.
        mail: (account, what becomes of its mail) that changed.
        opened: accounts that can be logged in to again.
        noticed: accounts whose units are told that nobody uses them.
        archives: what is done to archives, and the account.
    """

    sessions: Sequence[str] = ()
    units: Sequence[tuple[str, str]] = ()
    letters: Sequence[str] = ()
    files: Sequence[str] = ()
    mail: Sequence[tuple[str, str]] = ()
    opened: Sequence[str] = ()
    noticed: Sequence[str] = ()
    archives: Sequence[str] = ()


class AccountsOutput:
    """The texts about one plan.

    Args:
        plan: what must change in the store.
    """

    def __init__(self, plan: AccountsPlan) -> None:
        self._plan = plan

    def diff(self, more: Following = Following()) -> dict[str, str]:
        """Return the plan, and what follows from it, as before and after."""
        plan = self._plan
        before = [_described(account) for account in plan.close]
        before += [_described(old) for old, _ in plan.update]
        after = [_described(new) for _, new in plan.update]
        after += [_described(account) for account in (*plan.create, *plan.reopen)]
        before += [f"{address}  (địa chỉ cũ)" for address in plan.remove_addresses]
        before += [f"{account}  (phiên đăng nhập đang mở)" for account in more.sessions]
        after += [
            f"{address}  (địa chỉ cũ) -> {account}"
            for address, account, state in plan.add_addresses
            if state == "former"
        ]
        after += [f"{account}  (đơn vị: {unit})" for account, unit in more.units]
        after += [f"{account}  (thư mật khẩu đầu tiên)" for account in more.letters]
        after += [f"{name}  (tệp trên máy chủ)" for name in more.files]
        after += [f"{account}  (thư đến: {MAIL[what]})" for account, what in more.mail]
        after += [f"{account}  (mở lại đăng nhập)" for account in more.opened]
        after += [f"{account}  (báo đơn vị: lâu không dùng)" for account in more.noticed]
        after += [f"{account.address}  (khóa đăng nhập vì lâu không dùng)" for account in plan.lock]
        after += [f"{one.address}  (thư mật khẩu mới, những gì đang có hết hiệu lực)"
                  for one in plan.renew]  # fmt: skip
        after += [f"{account.address}  (đến hạn lưu trữ)" for account in plan.archive]
        after += [f"{account.address}  (đến hạn xóa bản lưu trữ)" for account in plan.delete]
        before += [f"{person}  (mở hộp thư chung {mailbox})" for mailbox, person in plan.revoke]
        after += [f"{person}  (mở hộp thư chung {mailbox})" for mailbox, person in plan.grant]
        for done in more.archives:
            kind, account = done.split(" ", 1)
            after.append(f"{account}  ({ARCHIVES[kind]})")
        return {
            "before_header": "hộp thư",
            "after_header": "hộp thư",
            "before": "".join(f"{line}\n" for line in sorted(before)),
            "after": "".join(f"{line}\n" for line in sorted(after)),
        }

    def another_plan(self, reviewed: str) -> str | None:
        """Return why this is not the reviewed plan, and its changes; None if it is the same.

        A plan without changes is never refused, since a repeated deployment must not fail after
        all or some of the hosts are done.
        """
        if reviewed == self._plan.checksum or not self._plan.changed:
            return None
        if not CHECKSUM.fullmatch(reviewed):
            return (
                f"Chưa có gì thay đổi: «{reviewed}» không phải mã kế hoạch. Mã có dạng sha256: và "
                "64 chữ số, đúng như «congvu plan» ghi ở cuối kế hoạch đã duyệt."
            )
        shown = self.diff()
        lines = [f"- {line}" for line in shown["before"].splitlines()]
        lines += [f"+ {line}" for line in shown["after"].splitlines()]
        more = [f"… và {len(lines) - SHOWN} dòng nữa"] if len(lines) > SHOWN else []
        return "\n".join(
            [
                "Chưa có gì thay đổi: kế hoạch trên máy này không phải là kế hoạch đã duyệt.",
                f"  đã duyệt:     {reviewed}",
                f"  trên máy này: {self._plan.checksum}",
                "Máy này sẽ phải bỏ (-) và ghi (+):",
                *lines[:SHOWN],
                *more,
                "Có thể máy này khác với danh sách trước khi sửa, danh sách đã có thay đổi khác, "
                "hoặc một quyết định vừa đến ngày có hiệu lực. Hãy xem lại kế hoạch của từng máy "
                "bằng «bin/congvu plan --live», duyệt rồi chạy lại với mã mới "
                "(-e plan_checksum=…).",
            ]
        )

    def refused(self, excess: Excess) -> str:
        """Return why a mass change is refused, and what to do."""
        limits = excess.limits
        return (
            f"Từ chối thay đổi hàng loạt: lần này sẽ {excess.what} trong {excess.existing} hộp thư "
            f"đang mở ({excess.share:.1f} %), "
            f"quá mức cho phép ({limits.percent:g} % hoặc {limits.count} hộp thư). Chưa có gì thay "
            "đổi. Hãy xem lại danh sách (chạy với --check --diff để xem từng hộp thư); nếu đúng là "
            "muốn vậy, chạy lại với -e mailboxes_allow_mass_change=true."
        )


def day_to_come(day: date, present: date) -> str:
    """Return why nothing is carried out for a day that has not come, and what to do."""
    return (
        f"Chưa có gì thay đổi: ngày {written(day)} chưa đến, hôm nay theo đồng hồ của máy chủ thư "
        f"là {written(present)}. Muốn xem trước những gì sẽ thay đổi thì thêm --check --diff. Nếu "
        "đồng hồ chậm, hãy chỉnh (xem timedatectl) rồi chạy lại. Chỉ khi đúng là muốn làm trước "
        "ngày mới chạy lại với -e mailboxes_allow_other_day=true (lệnh congvu-accounts: "
        "--allow-other-day)."
    )


def day_gone_by(day: date, last: date) -> str:
    """Return why nothing is carried out for a day before the last one, and what to do."""
    return (
        f"Chưa có gì thay đổi: lần này là ngày {written(day)}, nhưng máy chủ thư đã làm xong những "
        f"gì có hiệu lực đến ngày {written(last)}; lùi lại thì người đã nghỉ từ đó lại có hộp thư. "
        "Thường là do đồng hồ của máy chủ thư chạy sai: hãy xem bằng timedatectl, chỉnh cho đúng "
        f"rồi chạy lại. Nếu đồng hồ đang đúng, tức là ngày {written(last)} mới sai, hoặc đúng là "
        "muốn lùi ngày, hãy chạy lại playbooks/mailboxes.yml với "
        "-e mailboxes_allow_other_day=true."
    )


def _described(account: StoredAccount) -> str:
    """Return one line about an account for the diff."""
    return (
        f"{account.address}  {account.name} ({account.id}), {STATES[account.state]}, "
        f"{account.quota_mb} MB"
    )
