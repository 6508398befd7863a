"""From sources to what is sent to the host: build, check, compress, pack; one step a module.

`directory_site.archive` is the command that puts the steps together.
"""
