"""The steps from sources to the archive: build, check, compress, pack; one module for each step.

`directory_site.archive` is the command that puts the steps together.
"""
