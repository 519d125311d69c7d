"""Which acts does the audit log keep, and in which words?"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from connectors.phrases import Phrase


class Outcome(StrEnum):
    """How an act ended."""

    SUCCESS = "success"
    FAILURE = "failure"


class What(StrEnum):
    """An act that is kept. What stands before the dot is its group."""

    SIGNED_IN = "sign_in.succeeded"
    SIGN_IN_FAILED = "sign_in.failed"
    SIGN_IN_LOCKED = "sign_in.locked"
    SIGNED_OUT = "sign_in.ended"
    BROWSER_LOCKED = "sign_in.browser_locked"
    BROWSER_UNLOCKED = "sign_in.browser_unlocked"
    PROVEN = "sign_in.proven"
    PROVIDER_FAILED = "sign_in.provider_failed"
    PROVIDER_ENDED = "sign_in.provider_ended"
    PERSON_ADDED = "person.added"
    PERSON_ROLE = "person.role"
    PERSON_LINK = "person.link"
    PERSON_LINK_USED = "person.link_used"
    PERSON_LINK_REFUSED = "person.link_refused"
    PERSON_ACCESS_END = "person.access_end"
    PERSON_EXPIRED = "person.expired"
    PERSON_UNUSED = "person.unused"
    PERSON_DISABLED = "person.disabled"
    PERSON_ENABLED = "person.enabled"
    PERSON_RELEASED = "person.released"
    PERSON_PASSWORD = "person.password"  # noqa: S105 - the name of an act
    PERSON_SIGNED_OUT = "person.signed_out"
    SECOND_STEP = "person.second_step"
    RECOVERY_CODES = "person.recovery_codes"
    PASSKEY = "person.passkey"
    PASSKEY_REMOVED = "person.passkey_removed"
    SECOND_STEP_RESET = "person.second_step_reset"
    ROLE_MADE = "role.made"
    ROLE_CHANGED = "role.changed"
    ROLE_ARCHIVED = "role.archived"
    ROLE_BROUGHT_BACK = "role.brought_back"
    PROVIDER = "person.provider"
    PROVIDER_FORGOTTEN = "person.provider_forgotten"
    VOUCHED = "person.vouched"
    NOT_VOUCHED = "person.not_vouched"
    ACCOUNT_CONNECTED = "account.connected"
    ACCOUNT_DISCONNECTED = "account.disconnected"
    ACCOUNT_CHECKED = "account.checked"
    TOKEN_MADE = "token.made"  # noqa: S105 - the name of an act
    TOKEN_OFFERED = "token.offered"  # noqa: S105 - the name of an act
    TOKEN_REVOKED = "token.revoked"  # noqa: S105 - the name of an act
    TOKEN_USED = "token.used"  # noqa: S105 - the name of an act
    TOKEN_REFUSED = "token.refused"  # noqa: S105 - the name of an act
    HOOK_ADDED = "webhook.added"
    HOOK_REMOVED = "webhook.removed"
    HOOK_PAUSED = "webhook.paused"
    HOOK_RESUMED = "webhook.resumed"
    HOOK_SECRET = "webhook.secret"  # noqa: S105 - the name of an act
    HOOK_REPLAYED = "webhook.replayed"
    HOOK_WORDS = "webhook.words"
    HOOK_ALLOWED = "webhook.allowed"
    HOOK_DENIED = "webhook.denied"
    KEY_ROTATED = "key.rotated"
    TEAM = "setting.team"
    TEAM_MEMBERS = "setting.members"
    TEAM_APPROVAL = "setting.approval"
    TEAM_TURNS = "setting.turns"
    TEAM_HOURS = "setting.hours"
    TEAM_REACH = "setting.reach"
    REMEASURED = "setting.remeasured"
    TARGETS = "setting.targets"
    STATUS = "setting.status"
    PROTOCOL = "setting.protocol"
    USE_NOTICE = "setting.use_notice"
    REPORT_MAIL = "setting.report_mail"
    CANNED = "setting.canned"
    PRIVATE_READ = "private.read"
    PRIVATE_FOUND = "private.found"
    EXPORTED = "export.made"
    BACKUP_BEGUN = "backup.begun"
    BACKED_UP = "backup.made"
    RESTORED = "backup.restored"
    REPORT_MAILED = "export.mailed"
    MODERATION_ASKED = "moderation.asked"
    MODERATION_CONFIRMED = "moderation.confirmed"
    MODERATION_DECLINED = "moderation.declined"
    MODERATION_WITHDRAWN = "moderation.withdrawn"
    REFUSED = "access.refused"
    ASKED_AGAIN = "access.asked_again"
    LOG_READ = "audit.read"
    LOG_REVIEWED = "audit.reviewed"
    LOG_WORKS = "audit.works"

    @property
    def group(self) -> str:
        """Return which sort of act it is."""
        return self.value.partition(".")[0]


NAMES: Mapping[What, str] = {
    What.SIGNED_IN: Phrase("Signed in"),
    What.SIGN_IN_FAILED: Phrase("Sign-in failed"),
    What.SIGN_IN_LOCKED: Phrase("Address locked"),
    What.SIGNED_OUT: Phrase("Signed out"),
    What.BROWSER_LOCKED: Phrase("Locked a browser"),
    What.BROWSER_UNLOCKED: Phrase("Unlocked a browser"),
    What.PROVEN: Phrase("Showed again who they are"),
    What.PROVIDER_FAILED: Phrase("Single sign-on failed"),
    What.PROVIDER_ENDED: Phrase("Signed out by the identity provider"),
    What.PERSON_ADDED: Phrase("Let somebody in"),
    What.PERSON_ROLE: Phrase("Changed what somebody does"),
    What.PERSON_LINK: Phrase("Made a one-time link"),
    What.PERSON_LINK_USED: Phrase("Set a password by a one-time link"),
    What.PERSON_LINK_REFUSED: Phrase("One-time link refused"),
    What.PERSON_ACCESS_END: Phrase("Changed when an access ends"),
    What.PERSON_EXPIRED: Phrase("Disabled somebody whose access ended"),
    What.PERSON_UNUSED: Phrase("Disabled somebody after days without use"),
    What.PERSON_DISABLED: Phrase("Disabled somebody"),
    What.PERSON_ENABLED: Phrase("Let somebody in again"),
    What.PERSON_RELEASED: Phrase("Released a locked address"),
    What.PERSON_PASSWORD: Phrase("Changed a password"),
    What.PERSON_SIGNED_OUT: Phrase("Signed somebody out everywhere"),
    What.SECOND_STEP: Phrase("Set up a second step"),
    What.RECOVERY_CODES: Phrase("Took new recovery codes"),
    What.PASSKEY: Phrase("Added a passkey"),
    What.PASSKEY_REMOVED: Phrase("Removed a passkey"),
    What.SECOND_STEP_RESET: Phrase("Reset a second step"),
    What.ROLE_MADE: Phrase("Made a role"),
    What.ROLE_CHANGED: Phrase("Changed a role"),
    What.ROLE_ARCHIVED: Phrase("Archived a role"),
    What.ROLE_BROUGHT_BACK: Phrase("Brought back a role"),
    What.PROVIDER: Phrase("Came in by single sign-on for the first time"),
    What.PROVIDER_FORGOTTEN: Phrase("Forgot who somebody is at the identity provider"),
    What.VOUCHED: Phrase("Vouched for somebody"),
    What.NOT_VOUCHED: Phrase("Did not vouch for somebody, who was disabled"),
    What.ACCOUNT_CONNECTED: Phrase("Connected an account"),
    What.ACCOUNT_DISCONNECTED: Phrase("Disconnected an account"),
    What.ACCOUNT_CHECKED: Phrase("Had an account checked at once"),
    What.TOKEN_MADE: Phrase("Made a token"),
    What.TOKEN_OFFERED: Phrase("Offered somebody a token"),
    What.TOKEN_REVOKED: Phrase("Revoked a token"),
    What.TOKEN_USED: Phrase("Used a token"),
    What.TOKEN_REFUSED: Phrase("Token refused"),
    What.HOOK_ADDED: Phrase("Added a webhook"),
    What.HOOK_REMOVED: Phrase("Removed a webhook"),
    What.HOOK_PAUSED: Phrase("Paused a webhook"),
    What.HOOK_RESUMED: Phrase("Resumed a webhook"),
    What.HOOK_SECRET: Phrase("Gave a webhook a new secret"),
    What.HOOK_REPLAYED: Phrase("Sent again what a webhook had not taken"),
    What.HOOK_WORDS: Phrase("Set which words a webhook is given"),
    What.HOOK_ALLOWED: Phrase("Agreed that a webhook is given direct messages"),
    What.HOOK_DENIED: Phrase("Let a webhook be given no direct messages"),
    What.KEY_ROTATED: Phrase("Replaced the key of the credentials"),
    What.TEAM: Phrase("Made or renamed a team"),
    What.TEAM_MEMBERS: Phrase("Set who is in a team"),
    What.TEAM_APPROVAL: Phrase("Set whether replies wait for a second person"),
    What.TEAM_TURNS: Phrase("Set how conversations are given in turn"),
    What.TEAM_HOURS: Phrase("Set the hours of a team"),
    What.TEAM_REACH: Phrase("Set which accounts a team reaches"),
    What.REMEASURED: Phrase("Measured past waits anew"),
    What.TARGETS: Phrase("Set response targets"),
    What.STATUS: Phrase("Set a finer status"),
    What.PROTOCOL: Phrase("Set the steps at a risk to life"),
    What.USE_NOTICE: Phrase("Set the notice before sign-in"),
    What.REPORT_MAIL: Phrase("Set which report is sent by e-mail"),
    What.CANNED: Phrase("Changed or approved a canned response"),
    What.PRIVATE_READ: Phrase("Read private messages"),
    What.PRIVATE_FOUND: Phrase("Found private messages by searching"),
    What.EXPORTED: Phrase("Exported"),
    What.BACKUP_BEGUN: Phrase("Began a back-up"),
    What.BACKED_UP: Phrase("Made a back-up"),
    What.RESTORED: Phrase("Restored a back-up"),
    What.REPORT_MAILED: Phrase("Sent a report by e-mail"),
    What.MODERATION_ASKED: Phrase("Asked to hide or delete words"),
    What.MODERATION_CONFIRMED: Phrase("Confirmed a delete"),
    What.MODERATION_DECLINED: Phrase("Declined a delete"),
    What.MODERATION_WITHDRAWN: Phrase("Withdrew a delete"),
    What.REFUSED: Phrase("Was refused"),
    What.ASKED_AGAIN: Phrase("Was asked again who they are"),
    What.LOG_READ: Phrase("Read the audit log"),
    What.LOG_REVIEWED: Phrase("Signed a weekly review"),
    What.LOG_WORKS: Phrase("The log was written to, as every hour"),
}
GROUPS: Mapping[str, str] = {
    "sign_in": Phrase("Sign-ins"),
    "person": Phrase("Who works here"),
    "role": Phrase("Roles"),
    "account": Phrase("Accounts"),
    "token": Phrase("Tokens"),
    "webhook": Phrase("Webhooks"),
    "key": Phrase("Keys"),
    "setting": Phrase("Settings"),
    "private": Phrase("Private messages"),
    "export": Phrase("Exports"),
    "backup": Phrase("Back-ups"),
    "moderation": Phrase("Moderation"),
    "access": Phrase("Refusals"),
    "audit": Phrase("The audit log"),
}


def name(value: str) -> str:
    """Return an act in words, also one that a newer version kept."""
    return NAMES[What(value)] if value in tuple(What) else value
