"""The index of the directory's own search: one file that the browser's engine reads.

`write` puts the file together out of `pack`'s blocks, `local_parts` says how an address is told
from a name. The reader is `pages/assets/search/index.js`; both follow the order of blocks that
`write` has, and `VERSION` changes with it.
"""
