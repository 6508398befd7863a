"""The clerk's guide: its pages stand in `docs/`, what keeps them true stands here.

`page` finds the marks in a page's Markdown, `edits` changes a unit's file as a clerk does,
`sample` says what the checks and the plan answer to that, `fill` writes these answers into the
pages. ``python -m guide`` fills every page, ``--check`` only says which one is stale. `hook` is
for MkDocs (`mkdocs.guide.yml`). Nothing here is published to citizens.
"""
