"""What are roles and permissions called, and what do they mean?"""

from __future__ import annotations

from collections.abc import Mapping

from connectors.phrases import Phrase
from inbox.models import Role
from inbox.permissions import Permission

NAMES: Mapping[Role, str] = {
    Role.RESPONDER: Phrase("Responder"),
    Role.SENIOR: Phrase("Senior responder"),
    Role.SUPERVISOR: Phrase("Supervisor"),
    Role.RECORDS: Phrase("Records officer"),
    Role.APPROVER: Phrase("Moderation approver"),
    Role.AUDITOR: Phrase("Auditor"),
    Role.ADMINISTRATOR: Phrase("Administrator"),
    Role.VIEWER: Phrase("Wall display"),
}
PURPOSES: Mapping[Role, str] = {
    Role.RESPONDER: Phrase("Answers people every day."),
    Role.SENIOR: Phrase("Answers people, hides words, and asks for a delete."),
    Role.SUPERVISOR: Phrase("Leads a team at the desk, and is the second person."),
    Role.RECORDS: Phrase("Keeps the record; sends no replies."),
    Role.APPROVER: Phrase("Decides about hidden and deleted words; sends no replies."),
    Role.AUDITOR: Phrase("Reads who did what; no conversation at all."),
    Role.ADMINISTRATOR: Phrase("Opens the doors and reads nothing behind them."),
    Role.VIEWER: Phrase("A screen that anybody may pass."),
}
ALLOWS: Mapping[Permission, str] = {
    Permission.WATCH: Phrase("See the wall"),
    Permission.READ: Phrase("Read conversations"),
    Permission.HANDLE: Phrase("Handle conversations"),
    Permission.REPLY: Phrase("Send replies"),
    Permission.MODERATE: Phrase("Hide words"),
    Permission.CONFIRM: Phrase("Confirm deletes"),
    Permission.APPROVE: Phrase("Approve replies"),
    Permission.LEAD: Phrase("Lead"),
    Permission.REPORT: Phrase("See reports"),
    Permission.MAIL_REPORTS: Phrase("Have reports e-mailed"),
    Permission.RECORDS: Phrase("Keep records"),
    Permission.AUDIT: Phrase("Read the audit log"),
    Permission.PEOPLE: Phrase("Decide about people"),
    Permission.CONNECT: Phrase("Connect accounts"),
}
"""What each permission is called."""

MEANINGS: Mapping[Permission, str] = {
    Permission.WATCH: Phrase("The figures of the wall: no words, and no names of residents."),
    Permission.READ: Phrase("What residents wrote, direct messages too, and searching it."),
    Permission.HANDLE: Phrase("Claim, assign, tag, note, snooze, merge and resolve."),
    Permission.REPLY: Phrase("Answer residents in the name of the department."),
    Permission.MODERATE: Phrase("Hide words on a platform, and ask for a delete."),
    Permission.CONFIRM: Phrase("Be the second person of a delete that somebody else asked for."),
    Permission.APPROVE: Phrase("Approve replies and canned responses that others wrote."),
    Permission.LEAD: Phrase(
        "Set hours, targets, teams and statuses, and change the views that colleagues share."
    ),
    Permission.REPORT: Phrase("How long people waited, and who they were."),
    Permission.MAIL_REPORTS: Phrase("Have reports sent to colleagues by e-mail."),
    Permission.RECORDS: Phrase("Export what is kept, hold it, and dispose of it."),
    Permission.AUDIT: Phrase("Who did what, from where, and when."),
    Permission.PEOPLE: Phrase("Say who works here, and as what; make roles, and tokens."),
    Permission.CONNECT: Phrase("Connect accounts and webhooks, and disconnect them."),
}
