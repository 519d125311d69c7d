"""In which words is somebody told? Never in those that were said on a platform."""

from __future__ import annotations

from connectors.phrases import Phrase
from inbox.models import Notification, NotificationKind

KINDS = {
    NotificationKind.MENTION: Phrase("A colleague mentions me in a note"),
    NotificationKind.ASSIGNED: Phrase("Somebody assigns a conversation to me"),
    NotificationKind.ANSWER_FAILED: Phrase("An answer of mine was not sent"),
    NotificationKind.ANSWER_UNKNOWN: Phrase(
        "Nobody can tell whether an answer of mine was published"
    ),
    NotificationKind.REPLY_APPROVED: Phrase("A reply of mine was approved"),
    NotificationKind.REPLY_RETURNED: Phrase("A reply of mine was sent back with a note"),
    NotificationKind.REMINDER: Phrase("I asked to be reminded"),
    NotificationKind.PROMISE_DUE: Phrase("An answer I look after is soon due"),
    NotificationKind.PROMISE_BROKEN: Phrase("An answer I look after is overdue"),
}
_SAID = {
    NotificationKind.MENTION: Phrase("{who} mentioned you in a note"),
    NotificationKind.ASSIGNED: Phrase("{who} assigned a conversation to you"),
    NotificationKind.ANSWER_FAILED: Phrase("Your answer was not sent"),
    NotificationKind.ANSWER_UNKNOWN: Phrase("Nobody can tell whether your answer was published"),
    NotificationKind.REPLY_APPROVED: Phrase("{who} approved your reply"),
    NotificationKind.REPLY_RETURNED: Phrase("{who} sent your reply back with a note"),
    NotificationKind.REMINDER: Phrase("You asked to be reminded"),
    NotificationKind.PROMISE_DUE: Phrase("An answer is soon due"),
    NotificationKind.PROMISE_BROKEN: Phrase("An answer is overdue"),
}

SUBJECTS = {
    NotificationKind.MENTION: Phrase("You were mentioned in a note"),
    NotificationKind.ASSIGNED: Phrase("A conversation was assigned to you"),
    NotificationKind.ANSWER_FAILED: Phrase("Your answer was not sent"),
    NotificationKind.ANSWER_UNKNOWN: Phrase("Nobody can tell whether your answer was published"),
    NotificationKind.REPLY_APPROVED: Phrase("Your reply was approved"),
    NotificationKind.REPLY_RETURNED: Phrase("Your reply was sent back with a note"),
    NotificationKind.REMINDER: Phrase("You asked to be reminded"),
    NotificationKind.PROMISE_DUE: Phrase("An answer is soon due"),
    NotificationKind.PROMISE_BROKEN: Phrase("An answer is overdue"),
}
"""What an e-mail says: not even who it was, since mail is read by whoever passes it on."""


def said(notification: Notification) -> str:
    """Say what happened."""
    who = notification.by_user.name if notification.by_user else "Hearback"
    return Phrase(_SAID[notification.kind], who=who)
