"""What is the next thing to do for a delivery, and who does it?"""

from __future__ import annotations

from connectors.base import Connector
from connectors.errors import ConnectorError, NeedsReconnection, OutcomeUnknown, Refused
from connectors.phrases import Phrase
from connectors.registry import CONNECTORS
from connectors.sending import OutgoingReply, Receipt
from inbox import leases, seals
from inbox.outbox.claiming import (
    Claim,
    claim_to_look,
    claim_to_send,
    give_up_dead_attempt,
    is_held,
    renew,
)
from inbox.outbox.looking import TIMES_NOT_FOUND
from inbox.outbox.outcomes import (
    confirm,
    doubt,
    look_again,
    not_sent,
    requeue,
    stop_account,
)
from inbox.runtime import Runtime

PICTURE_GONE = Phrase("The file of its picture is no longer in the data folder. Choose it again.")
LOOK_BROKE = Phrase("It could not be looked for: an error of Hearback, which was written down.")


def deliver(runtime: Runtime, delivery_id: int) -> None:
    """Do the next thing for a delivery: send it, or look whether it was sent."""
    give_up_dead_attempt(runtime, delivery_id)
    with seals.stopping(runtime):
        if claim := claim_to_send(runtime, delivery_id):
            _send(runtime, claim)
        elif claim := claim_to_look(runtime, delivery_id):
            _look(runtime, claim)


def _send(runtime: Runtime, claim: Claim) -> None:
    if claim.objection:
        not_sent(runtime, claim, claim.objection)
        return
    connector = CONNECTORS[claim.connector](claim.access)
    try:
        with leases.kept(lambda: renew(runtime, claim)):
            ready = _with_picture(runtime, connector, claim)
            receipt = connector.send(ready)
    except leases.LeaseLost:
        # Whoever holds it now looks first; nothing was published from here.
        return
    except OutcomeUnknown as problem:
        doubt(runtime, claim, str(problem))
    except ConnectorError as problem:
        not_sent(runtime, claim, problem)
    else:
        confirm(runtime, claim, receipt)


def _with_picture(runtime: Runtime, connector: Connector, claim: Claim) -> OutgoingReply:
    """Upload a reply's picture, which may take long and may be done twice.

    Then it asks anew whether the reply is still ours to publish, which must not happen
    twice. Raises LeaseLost.
    """
    picture = claim.reply.picture
    if picture is None:
        return claim.reply
    if not picture.body:
        raise Refused(PICTURE_GONE)
    ready = connector.upload(claim.reply)
    if not is_held(runtime, claim):
        raise leases.LeaseLost(Phrase("reply {delivery_id}", delivery_id=claim.delivery_id))
    return ready


def _look(runtime: Runtime, claim: Claim) -> None:
    try:
        with leases.kept(lambda: renew(runtime, claim)):
            receipt = CONNECTORS[claim.connector](claim.access).find_sent(claim.reply)
    except NeedsReconnection as problem:
        stop_account(runtime, claim, problem)
    except ConnectorError as problem:
        look_again(runtime, claim, Phrase("It could not be looked for: {problem}", problem=problem))
    except Exception:
        # A fault of ours repeats at every look: after some a person is asked all the same.
        look_again(runtime, claim, LOOK_BROKE)
        raise
    else:
        _judge(runtime, claim, receipt)


def _judge(runtime: Runtime, claim: Claim, receipt: Receipt | None) -> None:
    if receipt:
        confirm(runtime, claim, receipt)
        return
    times = claim.times_not_found + 1
    if times >= TIMES_NOT_FOUND:
        requeue(runtime, claim)
    else:
        not_yet = Phrase("The platform does not show it yet.")
        look_again(runtime, claim, not_yet, times_not_found=times)
