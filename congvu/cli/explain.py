"""Giải thích một địa chỉ thư: của ai, vì sao; hoặc một người mới sẽ có địa chỉ nào (Điều 6)."""

from __future__ import annotations

import argparse
import re
from dataclasses import asdict
from difflib import get_close_matches

from congvu.cli.context import Context, UsageError, as_typed, iso_day
from congvu.cli.units import find_unit, not_one_unit
from congvu.explain.answers import of_address, of_folded_name, of_holder, of_name, of_section_name
from congvu.explain.model import Answer
from congvu.explain.text import as_text
from congvu.names import InvalidNameError, PersonName, capitalised
from congvu.plain_list.words import is_no_name, looks_like_a_person
from congvu.policies import PersonFacts
from congvu.register.model import LOCAL_PART
from congvu.state import State

NAME = "explain"
HELP = "giải thích một họ tên, địa chỉ, đơn vị hoặc mã"
FORMATS = ("text", "json")

# An address after a name, as mail programs copy it, and characters that are copied with it.
_ENCLOSED = re.compile(r"<([^<>]*@[^<>]*)>")
_AROUND = " \t\"'«»“”()<>.,;"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `explain`."""
    parser.add_argument(
        "subject",
        nargs="+",
        type=as_typed,
        metavar="HỌ_TÊN|ĐỊA_CHỈ|ĐƠN_VỊ|MÃ",
        help="ví dụ Nguyễn Văn An, annv, P. Nội vụ, ts-0101; không cần ngoặc kép, hoa hay thường "
        "đều được",
    )
    new = parser.add_argument_group("khi hỏi cho một người chưa có trong danh sách")
    new.add_argument("--leader", action="store_true", help="là lãnh đạo huyện (Điều 6.2.a)")
    new.add_argument("--birth-date", type=iso_day, metavar="NĂM-THÁNG-NGÀY")
    new.add_argument("--home-town", metavar="QUÊ_QUÁN")
    new.add_argument("--birthplace", metavar="NƠI_SINH")


def run(context: Context) -> int:
    """Print the answer; return 1 if there is none."""
    state = context.read()
    if not state.readable:
        raise UsageError("danh sách có tệp chưa đọc được; hãy chạy «bin/congvu check» trước")
    answer = _answer(state, context.options)
    if isinstance(answer, str):
        if context.json:
            context.print_json({"error": answer})
        else:
            print(answer)
        return 1
    if context.json:
        context.print_json(_plain(answer))
    else:
        print(as_text(answer), end="")
    return 0


def _answer(state: State, options: argparse.Namespace) -> Answer | str:
    asked = " ".join(filter(None, options.subject))
    if "@" in asked:
        local_part, domain = _address(asked)
        if not local_part:
            return f"«{asked}» không phải là một địa chỉ; ví dụ annv@{state.office.domain}"
        if domain not in ("", state.office.domain):
            return f"«{domain}» không phải là tên miền của cơ quan ({state.office.domain})."
        return of_address(state, local_part)
    found = of_holder(state, asked) or of_holder(state, asked.lower())
    found = found or of_section_name(state, asked)
    if found is not None:
        return found
    local_part = asked.lower()
    if local_part in state.register or local_part in state.office.reserved:
        return of_address(state, local_part)
    return _of_unit(state, asked, options) or _of_text(state, asked, options)


def _address(text: str) -> tuple[str, str]:
    """Return local part and domain of a pasted address, in any case.

    >>> _address("Nguyễn Văn An <ANNV@tayson.binhdinh.gov.vn>")
    ('annv', 'tayson.binhdinh.gov.vn')
    >>> _address("annv @ tayson.binhdinh.gov.vn.")
    ('annv', 'tayson.binhdinh.gov.vn')
    """
    if enclosed := _ENCLOSED.search(text):
        text = enclosed[1]
    local_part, _, domain = text.lower().strip(_AROUND).removeprefix("mailto:").partition("@")
    return local_part.strip(), domain.strip()


def _of_unit(state: State, asked: str, options: argparse.Namespace) -> Answer | str | None:
    """Answer for a unit; None where somebody is asked about, who may be named as a unit is."""
    of_somebody = options.leader or options.birth_date or options.home_town or options.birthplace
    if of_somebody or looks_like_a_person(asked) or of_folded_name(state, asked):
        return None
    match = find_unit(state, asked)
    if match.unit is not None:
        return of_holder(state, match.unit)
    if match.several or is_no_name(asked):
        sentence = not_one_unit(asked, match)
        return f"{sentence[0].upper()}{sentence[1:]}{'' if sentence.endswith('?') else '.'}"
    return None


def _of_text(state: State, asked: str, options: argparse.Namespace) -> Answer | str:
    try:
        name = PersonName.parse(capitalised(asked) if asked.isupper() else asked)
    except InvalidNameError as error:
        return _unknown(state, asked, str(error))
    # A text in small letters, or in capitals without diacritics, is a search and not a full name.
    if asked.islower() or (asked.isupper() and asked.isascii()):
        return of_folded_name(state, asked) or f"Không có ai tên «{asked}» trong danh sách."
    facts = PersonFacts(
        name, options.leader, options.birth_date, options.home_town, options.birthplace
    )
    return of_name(state, facts)


def _unknown(state: State, asked: str, why: str) -> Answer | str:
    known = [*state.derivation.holders, *state.register.by_local_part]
    local_part = asked.lower()
    close = get_close_matches(local_part, known, n=3)
    of_a_name = asked.isalpha() and asked.istitle()  # «An» is part of a name, «ANNV» an address
    if LOCAL_PART.fullmatch(local_part) and not of_a_name:
        if not close and not any(char.isdigit() for char in local_part):
            return of_address(state, local_part)
        hint = f"; có phải là {' hoặc '.join(close)}?" if close else "."
        return f"Không có mã hay địa chỉ «{asked}»{hint}"
    return f"«{asked}»: {why}"


def _plain(answer: Answer) -> dict[str, object]:
    data = asdict(answer)
    for held in data["held"]:
        held["since"] = held["since"].isoformat()
        held["until"] = held["until"].isoformat() if held["until"] else None
    return data
