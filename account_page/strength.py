"""Whether a password may be chosen: the office's rules, what others would guess first.

Debian has no zxcvbn for Python, so its idea stands here in small: a password is cut into the parts
that are cheapest to guess (common passwords, Vietnamese words and syllables, the person's own
names, runs on the keyboard, repeats, years), and what all parts cost together is what it is worth.
Birth dates never reach this host: any year in which somebody at work may be born is refused.
"""

from __future__ import annotations

import math
import re
from functools import cache
from importlib import resources
from itertools import pairwise

from account_page.passwords import LONGEST
from account_page.people import Office, Person, fold

ENOUGH = 36.0  # bits: at 5 tries in 15 minutes a source, for ever; zxcvbn's best mark asks 33
_LONGEST_PART = 40
_YEAR = re.compile(r"19[3-9]\d|200\d|201[0-5]")
_LEET = str.maketrans("@4013$5!78", "aaoiessitb")
_RUNS = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_KINDS = (str.islower, str.isupper, str.isdigit, lambda sign: not sign.isalnum())
_SYLLABLE = re.compile(
    r"(?:ngh?|[cgkpt]h|gi|qu|tr|nh|[bcdghklmnprstvx])?"
    r"(?:uye|[iuo]?[aeiouy]{1,2})(?:ng|nh|ch|[cmnpt])?"
)


def refusals(password: str, person: Person, office: Office) -> list[str]:
    """Return why a password can't be chosen, each a sentence that says what to do; none is good."""
    rules = office.rules.password
    if len(password) > LONGEST:
        return [f"Mật khẩu dài quá {LONGEST} ký tự. Hãy chọn mật khẩu ngắn hơn."]
    found = []
    if len(password) < rules.length:
        found.append(
            f"Mật khẩu mới có {len(password)} ký tự, cần ít nhất {rules.length}. "
            "Hãy thêm một hai từ nữa."
        )
    if sum(any(map(kind, password)) for kind in _KINDS) < rules.classes:
        found.append(
            f"Hãy dùng ít nhất {rules.classes} trong 4 loại ký tự: chữ thường, chữ hoa, chữ số, "
            "ký hiệu (dấu cách, dấu chấm, gạch ngang …)."
        )
    if hit := _own_word(password, person, office):
        found.append(
            f"Mật khẩu có «{hit}», là tên, địa chỉ hoặc cơ quan của chính người dùng; người khác "
            "sẽ thử trước tiên. Hãy bỏ phần đó."
        )
    if year := _YEAR.search(password):
        found.append(
            f"Mật khẩu có «{year[0]}», trông như năm sinh. Hãy thay bằng số khác hoặc từ khác."
        )
    if not found and bits(password, _words(person, office)) < ENOUGH:
        found.append(
            "Mật khẩu này dễ đoán: nó ghép từ những từ hay dùng, dãy phím hoặc ký tự lặp lại. Hãy "
            "ghép bốn từ không liên quan với nhau."
        )
    return found


def _words(person: Person, office: Office) -> list[str]:
    """Return the words around a person, and any two that follow each other, as one."""
    words = []
    local = person.address.partition("@")[0]
    for text in (person.name, person.unit, office.name, local, *office.domain.split(".")):
        parts = re.findall(r"[a-z0-9]+", fold(text))
        words += ["".join(parts), *map("".join, pairwise(parts)), *parts]
    return [*dict.fromkeys(word for word in words if len(word) > 1)]


def _own_word(password: str, person: Person, office: Office) -> str | None:
    """Return what of a person's own words stands in a password; short ones may be chance."""
    for text in (fold(password), fold(password).translate(_LEET)):
        letters = re.sub(r"[^a-z0-9]", "", text)
        for word in _words(person, office):
            if len(word) > 4 and word in letters and not word.isdigit():
                return word
    return None


@cache
def _common() -> dict[str, int]:
    """Return each common word with its place among them: Vietnamese ones first."""
    folder = resources.files("account_page") / "words"
    ours, all_ = (
        (folder / name).read_text("utf-8").split() for name in ("vietnamese.txt", "common.txt")
    )
    places = {word: place for place, word in enumerate(all_, 1)}
    return places | {word: min(places.get(word, 300), 300) for word in ours}


def bits(password: str, own: list[str]) -> float:
    """Return how many tries a password withstands, as a power of two.

    Args:
        password: as it was typed.
        own: words that belong to the person, whose guess costs nothing.
    """
    plain = fold(password)
    text = plain.translate(_LEET)
    # Where folding changes the length (it may, for signs of other scripts), compare one of them.
    plain = plain if len(plain) == len(text) else text
    best = [0.0] + [math.inf] * len(plain)
    for end in range(1, len(plain) + 1):
        for start in range(max(0, end - _LONGEST_PART), end):
            cost = min(_cost(plain[start:end], own), _cost(text[start:end], own) + 1)
            best[end] = min(best[end], best[start] + cost)
    capitals = sum(sign.isupper() for sign in password)
    return best[-1] + min(capitals, 3)


def _cost(part: str, own: list[str]) -> float:
    """Return what one part costs in bits, the place of the part among its neighbours included."""
    if len(part) == 1:
        return 3.3 if part.isdigit() else 4.7 if part.isalpha() else 5.0
    costs = [math.inf]
    if part in own:
        costs.append(2.0)
    if place := _common().get(part):
        costs.append(2.0 + math.log2(place))
    if len(part) > 2 and len(set(part)) == 1:
        costs.append(5.0 + math.log2(len(part)))
    if len(part) > 2 and any(part in run or part[::-1] in run for run in _RUNS):
        costs.append(4.0 + math.log2(len(part)))
    if re.fullmatch(r"(19|20)\d\d", part):
        costs.append(7.0)
    if _SYLLABLE.fullmatch(part):
        costs.append(10.0)
    return min(costs)
