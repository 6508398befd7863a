"""Small directories to print, and readers of the PDF with Poppler's and qpdf's tools."""

import json
import subprocess
import unicodedata
from dataclasses import replace
from datetime import date

from congvu.directory import Directory
from congvu.office import load_office
from directory_site.pdf import PATH, every_pdf
from directory_site.source import Source
from tests.samples import tay_phu

DAY = date(2026, 11, 24)


def read_objects(file):
    done = run("qpdf", "--json", "--json-key=qpdf", file)
    return {
        int(key.split(":")[1].split()[0]): found.get("value", found.get("stream", {}).get("dict"))
        for key, found in json.loads(done)["qpdf"][1].items()
        if key != "trailer"
    }


def run(*command):
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    # Poppler prints the titles of headings in UTF-16, in which they are stored.
    return done.stdout.decode(errors="replace")


def text_of(file, *options):
    return run("pdftotext", *options, file, "-")


def read_aloud(file):
    """The texts in the order of the file, which is the order of reading aloud."""
    return solid(text_of(file, "-raw"))


def pages_of(file):
    return text_of(file, "-layout").split("\f")[:-1]


def small(unit_changes=(), office_changes=(), **person_changes):
    """A directory of one unit with one person."""
    unit = tay_phu(DAY)
    person = replace(unit.people[0], **person_changes)
    unit = replace(unit, **{"people": (person,), **dict(unit_changes)})
    office = load_office()
    settings = office.directory.model_copy(update=dict(office_changes))
    return Source(office.model_copy(update={"directory": settings}), Directory(DAY, (unit,)))


def make_pdf(source):
    """The single PDF of a directory without volumes."""
    ((path, content),) = every_pdf(source).items()
    assert path == PATH
    return content


def written(source, folder, name="danh-ba.pdf"):
    file = folder / name
    file.write_bytes(make_pdf(source))
    return file


def solid(text):
    """A text without spaces, so that line breaks make no difference."""
    return "".join(unicodedata.normalize("NFC", text).split())
