"""A unit's roster as an Excel workbook, and back: the same data in the clerks' own program."""
