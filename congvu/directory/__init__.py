"""The public directory's data (Article 4.5): name, title, unit and address, nothing else.

`entries` says what citizens may see, `compute` takes it from the roster, with the help of
`functions` (who does what) and `changes` (what changed of late).
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
