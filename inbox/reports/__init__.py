"""How long do people wait for the department, and how many of them?

What is asked (`asking`) becomes a choice of waits (`choosing`); their figures are counted by the
database (`counting`, `spreads`, `backlog`, `volume`), put together (`reporting`), opened
(`opening`) and written as a table (`tables`). docs/reports.md says each definition in words.
"""
