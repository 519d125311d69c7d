"""How do staff narrow the desk to what they look for?

A filter is a small value, read strictly from the query of an address (`reading`), held
against what there still is (`known`), and made into one SQL expression (`compiling`).
What it may ask stands in one table (`conditions`).
"""
