"""Whatever characters a check lets pass reach no output as a control character or a traceback."""

import json
import tempfile
import unicodedata
from dataclasses import replace
from pathlib import Path

import yaml
from fuzzing import fuzz
from hypothesis import strategies as st
from rosters import OFFICE, TODAY, person, unit

from congvu.accounts import desired_accounts
from congvu.directory import directory
from congvu.plan.as_json import PlanJson
from congvu.plan.compute import roster_plan
from congvu.plan.markdown import PlanMarkdown
from congvu.plan.text import PlanText
from congvu.register.model import Register
from congvu.sound import errors_in
from congvu.state import State, read_state
from directory_site.open_data import files
from directory_site.outputs import page_texts
from directory_site.pdf.data import printed_data
from directory_site.pdf.volumes import printed_files
from directory_site.search.write import index
from directory_site.source import Source

REFUSED = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
STRANGE = (
    "\x00\x07\x1b\t\n\r\x7f\x85\xa0\xad\u061c\u200b\u200d\u202e\u2028\u2066\ufeff\ufffe\ue000Ð"
)
TEXTS = st.text(
    st.sampled_from("aeđ Nƀ|<&*_\"'\\,;:#=") | st.sampled_from(STRANGE) | st.characters(),
    max_size=6,
)
# Half of them hold letters only, so that much gets past the check.
LETTERS = st.text(st.characters(max_codepoint=0x24F, categories=["Lu", "Ll"]), max_size=6)


def has_no_control_characters(text, where):
    bad = {char for char in text if unicodedata.category(char) in REFUSED} - {"\n", "\r"}
    assert not bad, (where, bad)


@fuzz(20, name=TEXTS | LETTERS, title=TEXTS | LETTERS, function=TEXTS, escaped=st.booleans())
def test_what_passes_is_clean_in_every_output(name, title, function, escaped):
    an = person("ts-1", f"Nguyễn {name} An", title=f"Phó {title} phòng")
    office = unit(
        name=f"Phòng {title} Nội vụ",
        staff=[an],
        functions=[f"hộ {function} tịch"],
        mailbox={"manager": "ts-1"},
    )
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "phong-noi-vu.yml")
        # In ASCII every other character is an escape, otherwise only what YAML can't hold.
        text = yaml.safe_dump(office, allow_unicode=not escaped, sort_keys=False)
        file.write_text(text, encoding="utf-8", errors="replace")
        before = read_state(Path(folder), TODAY, OFFICE)
        errors = [one for one in errors_in(before) if not one.code.startswith("register")]
    if errors or not before.readable:
        return
    state = State(OFFICE, before.roster, before.derivation.register, TODAY, ())
    for where, said in outputs(state):
        # The table for Excel begins with a BOM: that is how Excel knows UTF-8.
        has_no_control_characters(said.removeprefix("\ufeff"), where)


def outputs(state):
    source = Source(OFFICE, directory(state))
    yield from page_texts(source).items()
    for path, content in files(source):
        yield path, content.decode() if isinstance(content, bytes) else content
    for path, printed in printed_files(source).items():
        yield path, "".join(texts_in(json.loads(printed_data(printed, source))))
    assert index(source)
    yield "accounts", str([one.as_dict() for one in desired_accounts(state)])
    empty = State(OFFICE, replace(state.roster, units=()), Register(), TODAY, ())
    plan = roster_plan(empty, state)
    yield "plan.txt", PlanText().render({"": plan})
    yield "plan.md", PlanMarkdown().render({"": plan})
    yield "plan.json", "".join(texts_in(PlanJson().data(plan)))


def texts_in(value):
    if isinstance(value, dict):
        yield from map(str, value)
        value = list(value.values())
    if isinstance(value, list | tuple):
        for one in value:
            yield from texts_in(one)
    elif isinstance(value, str):
        yield value
