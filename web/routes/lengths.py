"""How long is a text, the way its platform counts?"""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from inbox import reply_options
from web import access, composing, fragments, serving

routes = Blueprint("lengths", __name__, url_prefix="/conversations/<number:conversation_id>")


@routes.post("/length")
@access.handles
@access.only_reads
def create(conversation_id: int) -> Response:
    """Count words that are being written. Notes have no limit."""
    text = composing.text()
    if composing.mode() == composing.NOTE:
        return jsonify(length=len(text), limit=None, unit="characters", too_long=False)
    conversation = fragments.listed(serving.session(), conversation_id)
    options = reply_options.options(serving.session(), conversation)
    rule = options.of(composing.audience()).rule
    length = rule.length(text)
    return jsonify(
        length=length, limit=rule.limit, unit=rule.unit.value, too_long=length > rule.limit
    )
