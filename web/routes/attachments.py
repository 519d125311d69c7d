"""What did somebody send, to look at or to keep?"""

from __future__ import annotations

from flask import Blueprint, Response, send_file

from inbox import media
from inbox.audit import reading
from inbox.pictures import SHOWN_TYPE
from web import access, auditing, serving

routes = Blueprint("attachments", __name__, url_prefix="/attachments")
INERT = "default-src 'none'; sandbox"


@routes.get("/<number:attachment_id>")
@access.reads
@auditing.reads_private
def show(attachment_id: int) -> Response:
    """Show a picture as we drew it anew. 404 where none is kept."""
    reading.loaded_file(serving.session(), attachment_id)
    body = media.shown(serving.session(), attachment_id)
    return _file(body, SHOWN_TYPE, f'inline; filename="picture-{attachment_id}.webp"')


@routes.get("/<number:attachment_id>/recording")
@access.reads
@auditing.reads_private
def play(attachment_id: int) -> Response:
    """Hand over a film or voice to be played, in parts if asked. 404 where none is kept."""
    reading.loaded_file(serving.session(), attachment_id)
    path, kind = media.recording(serving.session(), attachment_id)
    answer = send_file(path, mimetype=kind, conditional=True, etag=False, max_age=0)
    answer.headers["Content-Security-Policy"] = INERT
    return answer


@routes.get("/<number:attachment_id>/original")
@access.reads
@auditing.reads_private
def download(attachment_id: int) -> Response:
    """Hand over the file as it came, to be saved and never opened here."""
    reading.loaded_file(serving.session(), attachment_id)
    body = media.original(serving.session(), attachment_id)
    kind = "application/octet-stream"
    return _file(body, kind, f'attachment; filename="attachment-{attachment_id}"')


def _file(body: bytes, kind: str, disposition: str) -> Response:
    answer = Response(body, mimetype=kind)
    answer.headers["Content-Disposition"] = disposition
    answer.headers["Content-Security-Policy"] = INERT
    return answer
