"""How do a platform's words become contacts, conversations and messages, exactly once?"""

from inbox.intake.receiving import Received, receive

__all__ = ["Received", "receive"]
