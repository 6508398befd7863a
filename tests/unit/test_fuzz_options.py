"""Whatever is typed as an option or stands in a list hides nothing from terminal or roster."""

import csv
import io
import tempfile
from pathlib import Path

from fuzzing import fuzz
from hypothesis import strategies as st
from odd_texts import MEANINGFUL, SPOILT, UNITS, hidden_in, hidden_in_file
from workbooks import contents, run, sample

# What a shell can hand over; bytes that are no UTF-8 come as surrogates.
GIVEN = (SPOILT | MEANINGFUL | st.sampled_from(["\udcff", "a\udc80b"])).map(
    lambda text: text.replace("\0", "")
)
DATED = ["--decision-date", "2026-01-05"]
PEOPLE = st.lists(UNITS, min_size=1, max_size=2)
CALLS = {
    "explain": lambda text: ["explain", text, "--home-town", text, "--birthplace", text],
    "explain a person": lambda text: ["explain", f"Nguyễn {text} An"],
    "export": lambda text: ["export", "--output", "{books}", "--unit", text],
    "export to": lambda text: ["export", "--output", f"{{books}}/{text}", "--unit", "phong-noi-vu"],
    "plan": lambda text: ["plan", "--base", text, "--head", text],
    "report": lambda text: ["check", "--report", f"json={{books}}/a{text}"],
    "date": lambda text: ["--date", text, "check"],
    "format": lambda text: ["check", "--format", text],
    "command": lambda text: [text],
    "unknown": lambda text: ["check", f"--{text}"],
    "file": lambda text: ["import", f"{{books}}/{text}.csv"],
    "decision": lambda text: ["import", "{list}", "--decision", f"1/{text}", *DATED],
    "unit": lambda text: ["import", "{list}", "--decision", "1/QĐ", *DATED, "--unit", text],
    "column": lambda text: ["import", "{list}", "--column", f"chức vụ={text}", "--sheet", text],
    "new unit": lambda text: [
        "import", "{list}", "--decision", "1/QĐ", *DATED, "--create-units", "--unit-decision",
        f"2/{text}", "--unit-decision-date", "2026-01-05",
    ],
    "leadership": lambda text: ["import", "{list}", "--create-units", "--leadership", text],
}  # fmt: skip


@fuzz(
    120,
    call=st.sampled_from(sorted(CALLS)),
    text=GIVEN,
    people=st.lists(UNITS, min_size=1, max_size=2),
)
def test_options_and_lists_hide_nothing_from_terminal_or_roster(capsys, call, text, people):
    with tempfile.TemporaryDirectory() as folder:
        roster, books = sample(Path(folder, "roster")), Path(folder, "books")
        books.mkdir()
        before = contents(roster)
        file = Path(folder, "danh-sach.csv")
        file.write_bytes(list_of(people, of_new=call == "new unit").encode("utf-8", "replace"))
        places = {"{books}": str(books), "{list}": str(file)}
        arguments = CALLS[call]("{text}")
        for place, path in {**places, "{text}": text}.items():
            arguments = [one.replace(place, path) for one in arguments]
        try:
            code = run(roster, *arguments)
        except SystemExit as ended:
            code = ended.code
        said = capsys.readouterr()
        assert code in {0, 1, 2}
        assert "Traceback" not in said.out + said.err
        assert not hidden_in(said.out + said.err, quotes=True)
        assert code == 0 or said.out + said.err
        if contents(roster) != before:
            assert call in {"decision", "unit", "new unit", "column"}
            assert code == 0
            for name, content in contents(roster).items():
                assert not hidden_in_file(name, content), name
            assert run(roster, "check") == 0, capsys.readouterr().out


def list_of(people, *, of_new):
    """Return a list of staff as CSV, whose cells and title hold odd texts; of a new unit or not."""
    rows = [[f"DANH SÁCH {texts['note']}"] for texts in people]
    rows.append(["TT", "Họ và tên", "Chức vụ", "Đơn vị", "Quê quán", "Ghi chú"])
    for number, texts in enumerate(people, 1):
        name = f"Nguyễn {texts['middle']} Khang"
        title = f"Chuyên {texts['title']} viên"
        unit = f"Phòng {texts['section']} Y tế" if of_new else "Phòng Nội vụ"
        rows.append([number, name, title, unit, texts["home town"], texts["given"]])
    stream = io.StringIO()
    csv.writer(stream).writerows(rows)
    return stream.getvalue()
