"""Every table, a file each."""

from inbox.models.account import Account, AccountState
from inbox.models.act import Act
from inbox.models.attachment import Attachment, FileState
from inbox.models.canned_record import CannedChange, CannedUse
from inbox.models.canned_response import CannedResponse, CannedText
from inbox.models.capture import Capture
from inbox.models.comparison import Comparison, Difference
from inbox.models.connection_attempt import ConnectionAttempt
from inbox.models.contact import Contact
from inbox.models.contact_link import ContactLink
from inbox.models.conversation import Conversation, Priority
from inbox.models.cursor import Cursor, Gap, Lane
from inbox.models.decision import Decision
from inbox.models.delivery import LIVE_STATES, Delivery, DeliveryState
from inbox.models.department_value import DepartmentValue
from inbox.models.draft import Drawer, KeptDraft
from inbox.models.event import Event
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
from inbox.models.post import Post
from inbox.models.reminder import Reminder
from inbox.models.saved_view import SavedView, Sharing
from inbox.models.search import SearchEntry, SearchPerson
from inbox.models.spending import Spending
from inbox.models.status import Status
from inbox.models.submission import Submission, SubmissionState
from inbox.models.tag import Tag, conversation_tag
from inbox.models.token import Token
from inbox.models.user import Role, Team, User, membership
from inbox.models.wait import Wait, WaitEnd
from inbox.models.webhook import Webhook

__all__ = [
    "LIVE_STATES",
    "Account",
    "AccountState",
    "Act",
    "Attachment",
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
    "Decision",
    "Delivery",
    "DeliveryState",
    "DepartmentValue",
    "Difference",
    "Drawer",
    "Event",
    "FileState",
    "Gap",
    "KeptDraft",
    "Lane",
    "Lease",
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
    "Post",
    "Priority",
    "Reminder",
    "Role",
    "SavedView",
    "SearchEntry",
    "SearchPerson",
    "Sharing",
    "Spending",
    "Status",
    "Submission",
    "SubmissionState",
    "Tag",
    "Team",
    "Token",
    "User",
    "Wait",
    "WaitEnd",
    "Webhook",
    "conversation_tag",
    "membership",
]
