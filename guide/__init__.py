"""The clerk's guide: its pages stand in `docs/`, what keeps them true stands here.

`page` finds the marks in a page's Markdown, `edits` and `workbook` change files as a clerk does,
`sample` tries that on a copy of the sample roster, `answers` says what the commands reply, and
`fill` puts that into the pages. ``python -m guide`` fills every page, ``--check`` only says which
one is stale. `hook` is for MkDocs (`mkdocs.guide.yml`). Nothing here is published to citizens.
"""
