"""How do a platform's words become contacts, conversations and messages, exactly once?"""

from inbox.intake.receiving import Received, receive
from inbox.intake.revisiting import revisit
from inbox.intake.touching import hold

__all__ = ["Received", "hold", "receive", "revisit"]
