"""Rosters and offices whose every free text is odd, and what no output may hold."""

import html
import json
import re
import unicodedata
from itertools import product

import yaml
from hypothesis import strategies as st
from rosters import decision, person

from congvu.office import DEFAULT_FILE

# Controls, marks of direction, joiners, surrogates, private and unassigned, ends of lines.
_REFUSED = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
# Without a glyph, whatever Unicode files them under (Default_Ignorable_Code_Point and blanks).
_BLANK = set("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0\ufffc") | {
    chr(code) for code in (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))
}
# Seen, and refused all the same: they look like another letter, or stand for a lost one.
_SEEN = set("ÐðƉɖ\ufffd")

_SCRIPT = re.compile("<script.*?</script>", re.DOTALL)

_STRANGE = (
    "\x00\x07\x1b\t\n\r\x7f\x85\xa0\xad\u034f\u061c\u180f\u200b\u200d\u202e\u2028\u2066\u3164"
    "\ufe0f\ufeff\ufffc\ufffd\ufffe\ue000Ðð"
)
# What means something to YAML, Markdown, HTML, Jinja, Typst, CSV, vCard, a shell or JSON.
_MARKUP = "|<>&*_\"'\\,;:#=+-@$%~^`!?./()[]{}"
_LETTERS = "aeđơẫ NĐƯ" + "ƀŋẞ"
_ORDINARY = st.text(st.sampled_from(_LETTERS), max_size=5)
MEANINGFUL = st.text(st.sampled_from(_LETTERS + _MARKUP), max_size=6) | st.sampled_from(
    ["{{ 7*7 }}", "{% x %}", "</script>", "<!--", "]]>", "$(id)", "#eval(1)", "=1+1", "&#x202E;",
     "\\u202e", "%0d", "&shy;", "a@b.vn", "www.a.vn", "```", "H'Hen", "e\u0301"]
)  # fmt: skip
# One character of any kind: of several, one alone would have the text refused.
SPOILT = st.builds(
    "".join,
    st.tuples(
        st.sampled_from(["", "a", "Đ b "]),
        st.sampled_from("\x07\u200d\u202e\ufeffÐƉ") | st.sampled_from(_STRANGE) | st.characters(),
        st.sampled_from(["", "ơ", "-e"]),
    ),
)

_OF_A_UNIT = (
    "name", "place", "function", "number", "former", "document", "section", "middle", "title",
    "family", "given", "full", "function title", "home town", "birthplace", "recruited", "note",
)  # fmt: skip
_OF_AN_OFFICE = (
    "name", "office", "regulation", "domain", "head", "reserved", "contact", "word", "does"
)  # fmt: skip


# What may stand in names: letters, hyphens, apostrophes.
_OF_A_NAME = dict.fromkeys(["middle", "family", "given"], st.text(_LETTERS + "'’-", max_size=4))
_MAY_STAND = {**_OF_A_NAME, "full": st.sampled_from(["", "-", " – "])}


@st.composite
def _texts(draw, fields, *, spoil):
    """Draw a text for each field; one may hold what is refused: of several, all would have to be
    let pass for one to be seen.
    """
    spoilt = draw(st.sampled_from(fields)) if spoil else None
    return {
        field: draw(SPOILT if field == spoilt else _MAY_STAND.get(field, _ORDINARY | MEANINGFUL))
        for field in fields
    }


SOUND_UNITS, SPOILT_UNITS = (_texts(_OF_A_UNIT, spoil=spoil) for spoil in (False, True))
SOUND_OFFICES, SPOILT_OFFICES = (_texts(_OF_AN_OFFICE, spoil=spoil) for spoil in (False, True))
UNITS, OFFICES = SOUND_UNITS | SPOILT_UNITS, SOUND_OFFICES | SPOILT_OFFICES
# A unit and an office, of which one at most is spoilt.
PAIRS = st.tuples(SPOILT_UNITS, SOUND_OFFICES) | st.tuples(SOUND_UNITS, SPOILT_OFFICES)

# Given names whose addresses differ.
_RHYMES = ("a", "e", "i", "o", "u", "ai", "ao", "eo", "oi", "ua", "ui", "ia")
_GIVEN = ["".join(parts) for parts in product("BCDGHKLMNPRSTVX", _RHYMES)]


def unit_of(number, texts):
    """Return a unit of a commune, with its people, that says texts wherever one may write."""
    head, clerk, away = (f"ts-{number}-{place}" for place in range(3))
    given = [_GIVEN[(3 * number + place) % len(_GIVEN)] for place in range(3)]
    recruit = f"5/{texts['recruited']}"
    parts = {
        "family": f"Lê{texts['family']}",
        "middle": "Thị",
        "given": given[1] + texts["given"],
    }
    if texts["full"]:
        parts["full"] = f"{parts['given']} {texts['full']} {parts['family']} Thị"
    gone = number % 5 == 4
    dissolved = decision("dissolve", "2026-11-20", f"3/{texts['number']}", successor="phong-noi-vu")
    return {
        "id": f"xa-{number}",
        "name": f"UBND xã {given[0]} {texts['name']}",
        "kind": "commune",
        "place": f"{given[0]} {texts['place']}",
        "functions": [f"hộ {texts['function']} tịch", f"việc {number}{texts['function']}"],
        "decisions": [
            decision("establish", "2015-07-16", f"2/{texts['number']}"),
            decision("rename", "2026-11-10", former_name=f"UBND {texts['former']} {number}"),
            *([dissolved] if gone else []),
        ],
        "mailbox": {
            "name": f"xa{number}",
            "manager": head,
            "delegates": [
                {"person": clerk, "document": f"12/{texts['document']}", "date": "2026-01-05"}
            ],
        },
        "sections": [
            {"id": "van-thu", "name": f"Văn {texts['section']} thư", "manager": clerk},
        ],
        "staff": [] if gone else [
            {
                **person(head, f"Nguyễn {texts['middle']} {given[0]}"),
                "title": f"Chủ {texts['title']} tịch",
                "decisions": [decision("recruit", "2015-08-01", recruit)],
            },
            {
                **person(clerk, parts, decision("appoint", "2026-11-12", recruit)),
                "home_town": f"Bình {texts['home town']}",
                "birthplace": f"Quy {texts['birthplace']}",
            },
            {
                **person(away, f"Trần Văn {given[2]}", decision("suspend", "2026-11-01", recruit)),
                "title": f"Chuyên {texts['function title']} viên",
                "listed": "function",
            },
        ],
    }  # fmt: skip


def successor():
    """Return the unit that takes over what dissolved ones did."""
    return {
        "id": "phong-noi-vu",
        "name": "Phòng Nội vụ",
        "kind": "division",
        "decisions": [decision("establish", "2015-07-16")],
    }


def yaml_of(data, texts, *, escaped):
    """Return a unit as YAML, in ASCII (all else is an escape) or as it is, with a comment."""
    note = texts["note"].replace("\n", " ").replace("\r", " ")
    text = yaml.safe_dump(data, allow_unicode=not escaped, sort_keys=False, width=1000)
    return f"# {note.encode('ascii', 'replace').decode() if escaped else note}\n{text}"


def office_of(texts):
    """Return what `district.yml` says of an office that says texts wherever one may write."""
    district = yaml.safe_load(DEFAULT_FILE.read_text(encoding="utf-8"))["district"]
    plain = texts["domain"].isascii() and texts["domain"].isalnum()
    return {
        **district,
        "name": f"UBND {texts['name']}",
        "office": f"Văn {texts['office']} phòng",
        "regulation": f"Quy {texts['regulation']} chế",
        # Most texts can be no domain, and then nothing else would be looked at.
        "domain": f"tayson{texts['domain'].lower() if plain else ''}.vn",
        "head_titles": [f"Chủ {texts['head']}", "Chánh"],
        "reserved_names": [texts["reserved"] or "x"],
        "gitlab_groups": {"office": "tayson/van-phong", "units": "tayson/don-vi"},
        "directory": {
            "contact": texts["contact"] or "phong-noi-vu",
            "words": {f"hộ {texts['does']} tịch": [f"khai {texts['word']} sinh"]},
        },
    }


def hidden_in(text, *, quotes=False):
    """Return what nobody sees in a text, or takes for something else; line feeds may stand.

    Args:
        text: a whole output.
        quotes: whether it may quote what is refused but seen.
    """
    refused = _BLANK if quotes else _BLANK | _SEEN
    return {
        f"U+{ord(char):04X}"
        for char in set(text) - {"\n"}
        if char in refused or unicodedata.category(char) in _REFUSED
    }


def hidden_in_file(path, content):
    """Return the same of a file as its readers see it: with entities and escapes taken for what
    they mean. A table for Excel begins with a BOM: that is how Excel knows UTF-8; and its lines, as
    a vCard's, end in CR LF (RFC 4180, RFC 6350).
    """
    text = content.decode() if isinstance(content, bytes) else content
    if path.endswith(".csv"):
        text = text.removeprefix("\ufeff")
    if path.endswith((".csv", ".vcf")):
        text = text.replace("\r\n", "\n")
    if path.endswith((".html", ".xml", ".svg")):
        # What stands in a script means itself.
        text += html.unescape(_SCRIPT.sub("", text))
    if path.endswith((".json", ".webmanifest")):
        # The description of the CSV table says how its lines end.
        text += "\n".join(said for said in texts_in(json.loads(text)) if said != "\r\n")
    return hidden_in(text)


def texts_in(value):
    """Yield the texts in dicts and lists, keys too."""
    if isinstance(value, dict):
        yield from map(str, value)
        value = list(value.values())
    if isinstance(value, list | tuple):
        for one in value:
            yield from texts_in(one)
    elif isinstance(value, str):
        yield value
