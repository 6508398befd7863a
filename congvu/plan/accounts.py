"""What happens to one account, whatever the reason: told from the accounts alone."""

from __future__ import annotations

from collections.abc import Iterator

from congvu.accounts import Account


def settings(was: Account, now: Account, *, renamed: bool) -> Iterator[str]:
    """Yield a sentence for all that changes of an open account beside address and state.

    Args:
        was: the account before.
        now: the account afterwards.
        renamed: whether another name is told here.
    """
    if renamed and was.name != now.name:
        yield f"tên hiện của hộp thư «{was.name}» thành «{now.name}»"
    if was.quota_mb != now.quota_mb:
        yield f"dung lượng hộp thư {was.quota_mb} MB thành {now.quota_mb} MB"
    # An address that was the main one, or becomes it, is told with the change of address.
    told = {was.address, now.address}
    for address in now.former_addresses:
        if address not in was.former_addresses and address not in told:
            yield f"thư gửi đến {address} nay vào hộp thư này"
    for address in was.former_addresses:
        if address not in now.former_addresses and address not in told:
            yield f"thư gửi đến {address} thôi vào hộp thư này"
