"""Exports a unit's roster to an Excel workbook, and imports the workbook again."""
