"""How much two opinions are alike: what they are about, and where.

One story for duplicates at the desk, for what recurs over the years and while typing:
``search`` finds candidates in the database, ``places`` and ``words`` read them, ``judge``
puts them in order. A person decides the rest.
"""
