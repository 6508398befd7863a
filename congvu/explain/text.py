"""An answer as text, readable on a narrow terminal."""

from __future__ import annotations

from collections.abc import Iterator

from congvu.days import written
from congvu.explain.model import Answer, Held, StepTaken
from congvu.labels import ADDRESS_RULES, ADDRESS_STATES


def as_text(answer: Answer) -> str:
    """Render for people."""
    return "\n".join(_lines(answer)) + "\n"


def _lines(answer: Answer) -> Iterator[str]:
    yield answer.title
    for fact in answer.facts:
        yield f"  {fact}"
    for part in answer.parts:
        short = f", viết tắt «{part.letters}»" if part.letters else ""
        yield f"  {part.what} «{part.text}»: «{part.folded}»{short}"
    if answer.held:
        yield "\nCác địa chỉ:"
        yield from map(_held, answer.held)
    if answer.steps:
        yield "\nCác bước của Điều 6:"
        for number, step in enumerate(answer.steps, 1):
            free = "được cấp" if answer.held else "còn trống"
            yield f"  {number}. {step.local_part}: {_step(step, free)}"
    if answer.result:
        yield f"\n=> {answer.result}"
    if answer.advice:
        yield f"\n=> {answer.advice}"
    if answer.alike:
        yield "\nĐã có trong danh sách:"
        for one in answer.alike:
            yield f"  {one}"


def _held(held: Held) -> str:
    until = f" đến hết {written(held.until)}" if held.until else ""
    return (
        f"  {held.address}: {ADDRESS_STATES[held.state]}, từ {written(held.since)}{until} "
        f"({ADDRESS_RULES[held.rule]}, Điều {held.article})"
        + (f", {held.decision}" if held.decision else "")
    )


def _step(step: StepTaken, free: str) -> str:
    return f"{ADDRESS_RULES[step.rule]}, Điều {step.article}: {step.obstacle or free}"
