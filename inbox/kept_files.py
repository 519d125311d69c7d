"""Which files that rows speak of are not in the data folder?"""

from __future__ import annotations

from sqlalchemy import select, union
from sqlalchemy.orm import Session

from inbox import media
from inbox.models import Attachment, CannedResponse, Post, Submission

_DIGESTS = (
    Attachment.digest,
    CannedResponse.picture_digest,
    Submission.picture_digest,
    Post.picture_digest,
)
_AT_ONCE = 1000


def missing(session: Session) -> int:
    """Count them, each file once."""
    wanted = union(*(select(column).where(column.is_not(None)) for column in _DIGESTS))
    found = session.execute(wanted.execution_options(yield_per=_AT_ONCE)).scalars()
    return sum(not media.path_of(session, digest).is_file() for digest in found if digest)
