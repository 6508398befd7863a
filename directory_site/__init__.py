"""The public directory of mailboxes (Article 4.5): plain Markdown from the roster.

`source` reads the roster, `markdown` makes the pages (texts in, texts out), `hook` hands them to
MkDocs, `archive` packs the built site for the mail host. ``python -m directory_site OUT`` writes
the Markdown into a folder, for any other builder.
"""
