"""Makes the PDF of a unit's letters, in memory.

The form of the JSON that the template `thu.typ` gets, beside texts that it prints as they are:

- ``day``: year, month and day; ``printed``: the same as it is written;
- ``helper``, ``call``: whom to tell and whom to call, within a sentence;
- ``letters``: of each ``name``, ``role``, ``address``, ``letter`` (its number), ``password``,
  ``expires``, ``page`` and ``qr``, the page's QR code as SVG.
"""

from __future__ import annotations

import io
import json
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path

import pikepdf
import segno

from congvu.days import written
from congvu.letters.model import Letter
from congvu.office import Office
from congvu.typesetting import Typesetter

TEMPLATE = Path(__file__).with_name("thu.typ")


def unit_pdf(
    typesetter: Typesetter,
    letters: Sequence[Letter],
    office: Office,
    roles: Mapping[str, str],
    on: date,
) -> bytes:
    """Return the PDF of one unit: a page a letter, then the list that is signed.

    Args:
        typesetter: for `TEMPLATE`.
        letters: of one unit, at least one.
        office: whom to call.
        roles: titles of people by account, as far as they are known.
        on: today.
    """
    return _one_sided(typesetter.pdf(unit_json(letters, office, roles, on), universal=False))


def unit_json(letters: Sequence[Letter], office: Office, roles: Mapping[str, str], on: date) -> str:
    """Return all that stands in the PDF, passwords too, in the template's form."""
    helper = office.office
    phone = f", điện thoại {office.accounts.help_phone}" if office.accounts.help_phone else ""
    data = {
        "title": f"Thư cấp mật khẩu – {letters[0].unit}",
        "unit": letters[0].unit,
        "office": letters[0].office,
        "runs": helper,
        "helper": helper,
        "call": f"hãy gọi hoặc đến {helper}{phone}",
        "day": [on.year, on.month, on.day],
        "printed": written(on),
        "letters": [
            {
                "name": letter.name,
                "role": roles.get(letter.account, ""),
                "address": letter.address,
                "letter": str(letter.letter),
                "password": letter.password,
                "expires": written(letter.expires),
                "page": letter.page,
                "qr": _qr_code(letter.page),
            }
            for letter in letters
        ],
    }
    # The font has «ễ», not «e» and two marks.
    return unicodedata.normalize("NFC", json.dumps(data, ensure_ascii=False))


@lru_cache
def _qr_code(page: str) -> str:
    output = io.BytesIO()
    segno.make(page, error="m", micro=False).save(output, kind="svg", border=4, xmldecl=False)
    return output.getvalue().decode("utf-8")


def _one_sided(pdf: bytes) -> bytes:
    """Have printers print one letter a sheet and in true size: folds and window depend on it."""
    changed = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as file:
        file.Root.ViewerPreferences = pikepdf.Dictionary(
            Duplex=pikepdf.Name.Simplex, PrintScaling=pikepdf.Name("/None")
        )
        file.save(changed, deterministic_id=True)
    return changed.getvalue()
