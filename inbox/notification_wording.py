"""In which words is somebody told? Never in those that were said on a platform."""

from __future__ import annotations

from inbox.models import Notification, NotificationKind

KINDS = {
    NotificationKind.MENTION: "A colleague mentions me in a note",
    NotificationKind.ASSIGNED: "Somebody assigns a conversation to me",
    NotificationKind.ANSWER_FAILED: "An answer of mine was not sent",
    NotificationKind.ANSWER_UNKNOWN: "Nobody can tell whether an answer of mine was published",
    NotificationKind.REMINDER: "I asked to be reminded",
}
_SAID = {
    NotificationKind.MENTION: "{who} mentioned you in a note",
    NotificationKind.ASSIGNED: "{who} assigned a conversation to you",
    NotificationKind.ANSWER_FAILED: "Your answer was not sent",
    NotificationKind.ANSWER_UNKNOWN: "Nobody can tell whether your answer was published",
    NotificationKind.REMINDER: "You asked to be reminded",
}

SUBJECTS = {
    NotificationKind.MENTION: "You were mentioned in a note",
    NotificationKind.ASSIGNED: "A conversation was assigned to you",
    NotificationKind.ANSWER_FAILED: "Your answer was not sent",
    NotificationKind.ANSWER_UNKNOWN: "Nobody can tell whether your answer was published",
    NotificationKind.REMINDER: "You asked to be reminded",
}
"""What an e-mail says: not even who it was, since mail is read by whoever passes it on."""


def said(notification: Notification) -> str:
    """Say what happened."""
    who = notification.by_user.name if notification.by_user else "Hearback"
    return _SAID[notification.kind].format(who=who)
