"""The command line: `congvu [--roster DIR] [--date YYYY-MM-DD] [--format text|json] COMMAND`.

Each command is a module with `NAME`, `HELP`, `FORMATS` (the values of `--format`; the first is the
default), `configure(parser)` and `run(context) -> int`.
Exit codes: 0 clean, 1 findings, 2 wrong use.
"""
