from __future__ import annotations

from typing import Any

import pytest

from inbox import people, tagging, threads
from inbox.canned import offering
from inbox.canned.offering import Offers
from inbox.canned.using import Inserted
from inbox.models import CannedResponse, CannedText, Conversation, Role, User
from inbox.outbox import holding
from inbox.runtime import Runtime
from tests.factories.making import Make
