"""Keeps the clerk's guide up to date; its pages are in `docs/`.

`page` finds the marks in a page's Markdown. `edits` and `workbook` change files like a clerk, and
`sample` does this on a copy of the sample roster. `answers` returns the commands' answers, and
`fill` writes them into the pages. ``python -m guide`` fills every page; ``--check`` only lists
stale pages. `hook` is for MkDocs (`mkdocs.guide.yml`). Nothing here is published to citizens.
"""
