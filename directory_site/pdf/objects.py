"""A PDF file as bytes: numbered objects, packed in object streams (ISO 32000-1, 7.5).

Knows how objects are stored and found again, and nothing of what they mean. The bytes depend on
the objects alone: no dates, no random identifiers.
"""

from __future__ import annotations

import hashlib
import zlib

# How many objects share a stream: many compress well, few are quickly opened on a phone.
_PACK = 200
_LEVEL = 6


class PdfFile:
    """Objects in the order of their numbers, each as the bytes of its body."""

    def __init__(self) -> None:
        # Object 0 does not exist: numbers begin at 1.
        self._bodies: list[bytes] = [b""]
        self._streams: set[int] = set()

    def reserve(self) -> int:
        """Return a number for an object that others refer to before it is made."""
        self._bodies.append(b"")
        return len(self._bodies) - 1

    def put(self, number: int, body: str) -> None:
        """Give a reserved object its body, in ASCII."""
        self._bodies[number] = body.encode("ascii")

    def add(self, body: str) -> int:
        """Add an object and return its number."""
        self._bodies.append(body.encode("ascii"))
        return len(self._bodies) - 1

    def add_stream(self, entries: str, data: bytes, *, packed: bool = True) -> int:
        """Add a stream and return its number.

        Args:
            entries: of the stream's dictionary, beside its length and filter.
            data: what it holds.
            packed: whether to compress it; metadata stays legible (PDF/A asks for that).
        """
        number = self.reserve()
        self._bodies[number] = _stream(entries, data, packed=packed)
        self._streams.add(number)
        return number

    def to_bytes(self, root: int) -> bytes:
        """Return the file; `root` is the number of the catalogue."""
        # The second line tells programs that move files that this one is not text.
        out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
        plain = [number for number in range(1, len(self._bodies)) if number not in self._streams]
        rows: dict[int, tuple[int, int, int]] = {0: (0, 0, 65535)}
        for number in sorted(self._streams):
            rows[number] = (1, len(out), 0)
            out += b"%d 0 obj\n%b\nendobj\n" % (number, self._bodies[number])
        for start in range(0, len(plain), _PACK):
            members = plain[start : start + _PACK]
            container = len(self._bodies) + start // _PACK
            rows[container] = (1, len(out), 0)
            rows.update({number: (2, container, place) for place, number in enumerate(members)})
            body = _object_stream([(number, self._bodies[number]) for number in members])
            out += b"%d 0 obj\n%b\nendobj\n" % (container, body)
        table = len(rows)
        rows[table] = (1, len(out), 0)
        digest = hashlib.sha256(out).hexdigest()[:32]
        entries = f"/Type/XRef/W[1 4 2]/Size {len(rows)}/Root {root} 0 R/ID[<{digest}><{digest}>]"
        data = b"".join(
            kind.to_bytes(1, "big") + second.to_bytes(4, "big") + third.to_bytes(2, "big")
            for _, (kind, second, third) in sorted(rows.items())
        )
        start = len(out)
        out += b"%d 0 obj\n%b\nendobj\n" % (table, _stream(entries, data))
        out += b"startxref\n%d\n%%%%EOF\n" % start
        return bytes(out)


def reference(number: int) -> str:
    """Return an indirect reference."""
    return f"{number} 0 R"


def text_string(text: str) -> str:
    """Return a text as a PDF string (7.9.2.2), whatever its letters are."""
    return f"<FEFF{text.encode('utf-16-be').hex()}>"


def byte_string(text: str) -> str:
    """Return an ASCII text as a PDF string (7.3.4.2)."""
    for special in "\\()":
        text = text.replace(special, "\\" + special)
    return f"({text})"


def _stream(entries: str, data: bytes, *, packed: bool = True) -> bytes:
    if packed:
        data, entries = zlib.compress(data, _LEVEL), entries + "/Filter/FlateDecode"
    head = f"<<{entries}/Length {len(data)}>>".encode("ascii")
    return b"%b\nstream\n%b\nendstream" % (head, data)


def _object_stream(members: list[tuple[int, bytes]]) -> bytes:
    places, at = [], 0
    for number, body in members:
        places.append(b"%d %d" % (number, at))
        at += len(body) + 1
    index = b" ".join(places) + b"\n"
    data = index + b"\n".join(body for _, body in members)
    return _stream(f"/Type/ObjStm/N {len(members)}/First {len(index)}", data)
