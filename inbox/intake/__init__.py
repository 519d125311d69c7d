"""How do a platform's words become contacts, conversations and messages, exactly once?"""

from inbox.intake.receiving import Received, receive
from inbox.intake.revisiting import revisit

__all__ = ["Received", "receive", "revisit"]
