"""Every table, a file each."""

from inbox.models.account import Account, AccountState
from inbox.models.act import Act
from inbox.models.attachment import Attachment, FileState
from inbox.models.audit import AuditAlarm, AuditEvent, AuditHead, AuditReview
from inbox.models.authenticator import Authenticator
from inbox.models.canned_record import CannedChange, CannedUse
from inbox.models.canned_response import CannedResponse, CannedText
from inbox.models.capture import Capture
from inbox.models.comparison import Comparison, Difference
from inbox.models.connection_attempt import ConnectionAttempt
from inbox.models.contact import Contact
from inbox.models.contact_link import ContactLink
from inbox.models.conversation import Conversation, Priority
from inbox.models.cursor import Cursor, Gap, Lane
from inbox.models.custom_role import CustomRole
from inbox.models.decision import Decision
from inbox.models.delivery import LIVE_STATES, Delivery, DeliveryState
from inbox.models.department_value import DepartmentValue
from inbox.models.draft import Drawer, KeptDraft
from inbox.models.event import Event
from inbox.models.hours import HoursVersion
from inbox.models.lease import Lease
from inbox.models.mail import Mail, MailState
from inbox.models.mention import Mention
from inbox.models.message import Message, MessageVersion
from inbox.models.moderation import Moderation, ModerationState
from inbox.models.mute import Mute
from inbox.models.named_status import NamedStatus
from inbox.models.note import Note
from inbox.models.notification import Notification, NotificationKind
from inbox.models.notification_choice import NotificationChoice
from inbox.models.one_time_link import LinkPurpose, OneTimeLink
from inbox.models.open_sign_in import OpenSignIn
from inbox.models.passkey import Passkey, PasskeyChallenge
from inbox.models.post import Post
from inbox.models.promise import Promise, PromiseKind
from inbox.models.protocol import ProtocolOverride, ProtocolStep, StepDone
from inbox.models.provider_link import ProviderLink
from inbox.models.recovery_code import RecoveryCode
from inbox.models.remeasuring import Remeasuring
from inbox.models.reminder import Reminder
from inbox.models.report_issue import ReportIssue
from inbox.models.report_schedule import ReportSchedule, Rhythm, report_recipient
from inbox.models.saved_view import SavedView, SavedViewPlace, Sharing
from inbox.models.search import SearchEntry, SearchPerson, SearchPost
from inbox.models.sla_policy import SlaPolicy
from inbox.models.spending import Spending
from inbox.models.spent_word import SpentWord
from inbox.models.staff_change import StaffChange, StaffChangeKind
from inbox.models.status import Status
from inbox.models.submission import Submission, SubmissionState
from inbox.models.subscriber import Dispatch, DispatchState, Giving, Subscriber
from inbox.models.tag import Tag, conversation_tag
from inbox.models.token import Token
from inbox.models.use_notice import UseNotice
from inbox.models.user import DisabledBecause, Role, Team, Unvouched, User, membership
from inbox.models.wait import Wait, WaitEnd
from inbox.models.webhook import Webhook
from inbox.models.wrong_password import WrongPassword

__all__ = [
    "LIVE_STATES",
    "Account",
    "AccountState",
    "Act",
    "Attachment",
    "AuditAlarm",
    "AuditEvent",
    "AuditHead",
    "AuditReview",
    "Authenticator",
    "CannedChange",
    "CannedResponse",
    "CannedText",
    "CannedUse",
    "Capture",
    "Comparison",
    "ConnectionAttempt",
    "Contact",
    "ContactLink",
    "Conversation",
    "Cursor",
    "CustomRole",
    "Decision",
    "Delivery",
    "DeliveryState",
    "DepartmentValue",
    "Difference",
    "DisabledBecause",
    "Dispatch",
    "DispatchState",
    "Drawer",
    "Event",
    "FileState",
    "Gap",
    "Giving",
    "HoursVersion",
    "KeptDraft",
    "Lane",
    "Lease",
    "LinkPurpose",
    "Mail",
    "MailState",
    "Mention",
    "Message",
    "MessageVersion",
    "Moderation",
    "ModerationState",
    "Mute",
    "NamedStatus",
    "Note",
    "Notification",
    "NotificationChoice",
    "NotificationKind",
    "OneTimeLink",
    "OpenSignIn",
    "Passkey",
    "PasskeyChallenge",
    "Post",
    "Priority",
    "Promise",
    "PromiseKind",
    "ProtocolOverride",
    "ProtocolStep",
    "ProviderLink",
    "RecoveryCode",
    "Remeasuring",
    "Reminder",
    "ReportIssue",
    "ReportSchedule",
    "Rhythm",
    "Role",
    "SavedView",
    "SavedViewPlace",
    "SearchEntry",
    "SearchPerson",
    "SearchPost",
    "Sharing",
    "SlaPolicy",
    "Spending",
    "SpentWord",
    "StaffChange",
    "StaffChangeKind",
    "Status",
    "StepDone",
    "Submission",
    "SubmissionState",
    "Subscriber",
    "Tag",
    "Team",
    "Token",
    "Unvouched",
    "UseNotice",
    "User",
    "Wait",
    "WaitEnd",
    "Webhook",
    "WrongPassword",
    "conversation_tag",
    "membership",
    "report_recipient",
]
