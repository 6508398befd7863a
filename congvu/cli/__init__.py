"""The command line: `congvu [--roster DIR] [--date YYYY-MM-DD] [--format text|json] COMMAND`.

One command a module; each has `NAME`, `HELP`, `FORMATS` (what `--format` may be, the first by
default), `configure(parser)` and `run(context) -> int`.
Exit codes: 0 clean, 1 findings, 2 wrong use.
"""
