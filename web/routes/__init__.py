"""Which addresses does the web front answer?"""

from __future__ import annotations

from flask import Flask

from web import api
from web.routes import (
    accounts,
    assignments,
    attachments,
    by_hand,
    canned_pages,
    canned_pictures,
    canned_responses,
    connections,
    deliveries,
    desk,
    disconnections,
    drafts,
    filters,
    health,
    lengths,
    links,
    live_videos,
    mentions,
    moderations,
    mutes,
    notes,
    password_connections,
    priorities,
    replies,
    reports,
    resolutions,
    saved_views,
    search,
    second_opinions,
    several,
    shifts,
    sign_in,
    snoozes,
    taggings,
    themes,
    undoings,
    webhooks,
)

PAGES = (
    sign_in,
    desk,
    filters,
    saved_views,
    search,
    live_videos,
    assignments,
    priorities,
    resolutions,
    snoozes,
    mutes,
    links,
    taggings,
    several,
    undoings,
    notes,
    mentions,
    shifts,
    replies,
    drafts,
    by_hand,
    deliveries,
    moderations,
    second_opinions,
    attachments,
    lengths,
    canned_responses,
    canned_pages,
    canned_pictures,
    reports,
    accounts,
    connections,
    password_connections,
    disconnections,
    themes,
    health,
    webhooks,
    api,
)


def install(app: Flask) -> None:
    """Register every resource."""
    for module in PAGES:
        app.register_blueprint(module.routes)
