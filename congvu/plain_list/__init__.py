"""Lists of staff as offices keep them (họ tên, chức vụ, ngày sinh, đơn vị), for a first import.

Such a list has no fixed format. The reader finds the header by its words and the units by their
names, and reports what it did with every row. Data flows one way: bytes -> `grid` -> `table` ->
`reader` -> `candidates` -> `arrival` -> `balance`. `arrival` makes roster entries of the rows;
`balance` checks that no row was lost.
"""
