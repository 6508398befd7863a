"""The logical structure of the PDF, which screen readers follow (ISO 32000-1, 14.7 and 14.8).

Elements are written as soon as their content is known; whoever draws says which piece of a page
belongs to which element, and the parent tree leads back from each piece.
"""

from __future__ import annotations

from directory_site.pdf.objects import PdfFile, reference

_LIMIT = 500


class Tags:
    """The structure tree of one file."""

    def __init__(self, file: PdfFile) -> None:
        self._file = file
        self._root = file.reserve()
        self._parents: list[str] = []
        self.document = Element(self, "Document", self._root)

    def key(self) -> int:
        """Return a new key of the parent tree; `own` says whose it is."""
        self._parents.append("")
        return len(self._parents) - 1

    def own(self, key: int, owner: str) -> None:
        """Say which element (or, for a page, which elements in order) a key leads to."""
        self._parents[key] = owner

    def leaf(self, kind: str, parent: int, page: int, kids: str, entries: str = "") -> int:
        """Add an element whose content lies on one page, and return its number.

        Args:
            kind: the standard structure type.
            parent: number of the parent, which must still hear of it (`Element.adopt`).
            page: number of the page object.
            kids: marked-content identifiers, object references and elements.
            entries: further entries of its dictionary.
        """
        return self._file.add(_element(kind, parent, kids, f"/Pg {page} 0 R{entries}"))

    def reserve(self) -> int:
        """Return the number of an element that its content must know before it is written."""
        return self._file.reserve()

    def put(self, number: int, kind: str, parent: int, kids: str, entries: str = "") -> None:
        """Write an element whose number was reserved."""
        self._file.put(number, _element(kind, parent, kids, entries))

    def write(self) -> int:
        """Close the document, write the parent tree, and return the root's number."""
        self.document.close()
        leaves = []
        for start in range(0, len(self._parents), _LIMIT):
            chunk = self._parents[start : start + _LIMIT]
            numbers = " ".join(f"{start + place} {owner}" for place, owner in enumerate(chunk))
            limits = f"/Limits[{start} {start + len(chunk) - 1}]"
            leaves.append(reference(self._file.add(f"<<{limits}/Nums[{numbers}]>>")))
        parents = self._file.add(f"<</Kids[{' '.join(leaves)}]>>")
        self._file.put(
            self._root,
            f"<</Type/StructTreeRoot/K {reference(self.document.number)}"
            f"/ParentTree {reference(parents)}/ParentTreeNextKey {len(self._parents)}>>",
        )
        return self._root


class Element:
    """An element that holds others; `number` is its object's."""

    def __init__(self, tags: Tags, kind: str, parent: int) -> None:
        self.number = tags.reserve()
        self._tags, self._kind, self._parent = tags, kind, parent
        self._kids: list[str] = []

    def child(self, kind: str) -> Element:
        """Add an element that holds others; it must be closed."""
        element = Element(self._tags, kind, self.number)
        self.adopt(element.number)
        return element

    def adopt(self, number: int) -> None:
        """Add an element as the next kid."""
        self._kids.append(reference(number))

    def close(self) -> None:
        """Write it: nothing comes to it any more."""
        self._tags.put(self.number, self._kind, self._parent, " ".join(self._kids))


def _element(kind: str, parent: int, kids: str, entries: str) -> str:
    return f"<</S/{kind}/P {parent} 0 R{entries}/K[{kids}]>>"
