"""The public directory of mailboxes (Article 4.5): plain Markdown from the roster.

`markdown` makes the pages, `hook` hands them to MkDocs; ``python -m directory_site OUT`` writes
them into a folder, for any other builder.
"""
