"""The index of the directory's search: one file that the browser's engine reads.

`write` makes the file of `pack`'s blocks, and `local_parts` encodes addresses by names. The reader
is `pages/assets/search/index.js`. Both use the order of blocks in `write`; a change of the order
needs a new `VERSION`.
"""
