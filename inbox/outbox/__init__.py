"""How does a reply get out exactly once?

Claim, call, confirm, each in a transaction of its own. A claim is a conditional
update; a call that may or may not have taken effect leaves the delivery
unknown, and from there the platform is looked at before anything else.
"""

from inbox.outbox.delivering import deliver

__all__ = ["deliver"]
