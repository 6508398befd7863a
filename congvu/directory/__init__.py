"""The public directory's data (Article 4.5): name, title, unit and address, nothing else.

`entries` defines what citizens may see. `compute` makes it from the roster, with the help of
`functions` (units by function) and `changes` (recent changes).
"""

from congvu.directory.compute import directory
from congvu.directory.entries import (
    ChangeEntry,
    DecisionEntry,
    Directory,
    FormerAddress,
    FunctionEntry,
    GoneEntry,
    PersonEntry,
    Provider,
    SectionEntry,
    UnitEntry,
)

__all__ = [
    "ChangeEntry",
    "DecisionEntry",
    "Directory",
    "FormerAddress",
    "FunctionEntry",
    "GoneEntry",
    "PersonEntry",
    "Provider",
    "SectionEntry",
    "UnitEntry",
    "directory",
]
