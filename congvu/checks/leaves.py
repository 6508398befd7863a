"""Leaves: a time in which an account stays as it is and nobody is expected to use it (7)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from congvu.days import written
from congvu.findings import Finding, Location
from congvu.roster import lifecycle
from congvu.roster.model import PersonDecision
from congvu.state import State


def leaves_have_an_end(state: State) -> Iterator[Finding]:
    """Ensure that a leave says when it ends, after it began, and nothing else does (7)."""
    for unit in state.roster.units:
        for index, person in enumerate(unit.staff):
            for position, decision in enumerate(person.decisions):
                if (decision.type == "leave") == (decision.until is not None) and (
                    decision.until is None or decision.until >= decision.starts
                ):
                    continue
                code, message, field = _fault(decision)
                at: Location = ("staff", index, "decisions", position, *field)
                yield Finding(code, f"{person.name}: {message}", unit.file, location=at)


def _fault(decision: PersonDecision) -> tuple[str, str, tuple[str, ...]]:
    """Return code, message and field of what is wrong with the end of a leave."""
    if decision.until is None:
        return (
            "leave-without-end",
            f"quyết định {decision.called} số {decision.number} chưa ghi nghỉ đến hết ngày nào; "
            "hãy ghi thêm until, ví dụ until: 2027-05-31; đi làm sớm hơn thì sau này ghi thêm "
            "quyết định đi làm lại (return)",
            (),
        )
    if decision.type != "leave":
        message = "until (nghỉ đến hết ngày) chỉ dùng với nghỉ thai sản, nghỉ dài ngày (leave)"
        return "until-misplaced", message, ("until",)
    message = (
        f"kỳ nghỉ theo quyết định {decision.number} hết ({written(decision.until)}) trước khi bắt "
        f"đầu ({written(decision.starts)}); hãy xem lại hai ngày"
    )
    return "leave-ends-before", message, ("until",)


def leaves_follow_each_other(state: State) -> Iterator[Finding]:
    """Ensure that a leave begins after the one before, and that who returns was away (7)."""
    for unit in state.roster.units:
        for index, person in enumerate(unit.staff):
            if not any(one.type in lifecycle.OF_LEAVES for one in person.decisions):
                continue
            for message, decision in _unfitting(person.decisions):
                at: Location = ("staff", index, "decisions", person.decisions.index(decision))
                yield Finding("leave-order", f"{person.name}: {message}", unit.file, location=at)


def _unfitting(decisions: Sequence[PersonDecision]) -> Iterator[tuple[str, PersonDecision]]:
    away: date | None = None  # the last day of the leave that began last
    for decision in lifecycle.in_order(decisions):
        lasting = away if away is not None and decision.starts <= away else None
        if decision.type == "leave":
            if lasting is not None:
                yield _overlapping(decision, lasting), decision
            away = max(filter(None, (away, decision.until)), default=None)
        elif decision.type == "return":
            if lasting is None:
                yield _not_away(decision), decision
            away = None
        elif decision.type in lifecycle.ENDING:
            away = None


def _overlapping(decision: PersonDecision, away: date) -> str:
    return (
        f"kỳ nghỉ theo quyết định {decision.number} bắt đầu ({written(decision.starts)}) khi kỳ "
        f"nghỉ trước còn đến hết {written(away)}; nghỉ thêm thì bắt đầu từ hôm sau, đi làm giữa "
        "hai kỳ thì ghi thêm quyết định đi làm lại (return)"
    )


def _not_away(decision: PersonDecision) -> str:
    return (
        f"không thể đi làm lại (quyết định {decision.number}) từ {written(decision.starts)}, vì "
        "lúc đó không có kỳ nghỉ nào; hết kỳ nghỉ thì không cần ghi gì, còn sau đình chỉ thì ghi "
        "reinstate (làm việc trở lại)"
    )
