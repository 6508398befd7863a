"""Lists of staff as offices keep them (họ tên, chức vụ, ngày sinh, đơn vị), for a first import.

A list is nobody's format: the reader finds the header by its words, the units by their names, and
says of every row what became of it. Data flows one way: bytes -> `grid` -> `table` -> `reader` ->
`candidates` -> `arrival` -> `balance`, which counts that no row was lost; what is written stands in
the roster's own terms from `arrival` on.
"""
