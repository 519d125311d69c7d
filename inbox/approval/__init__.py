"""Which replies need a second person before they are sent, and what do the two do?

The author submits (`submitting`), somebody else decides (`deciding`), and who must and who may
is said in `rule`. What is approved leaves through the one outbox (docs/approval.md).
"""
