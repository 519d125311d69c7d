"""Which pages does every look at all of them go through?"""

from __future__ import annotations

PAGES = (
    "/desk/open",
    "/shift",
    "/teams",
    "/statuses",
    "/hours",
    "/targets",
    "/password",
    "/security",
    "/proof?next=/targets",
    "/notifications",
    "/tokens",
    "/reports?period=30",
    "/reports/waits?period=30",
    "/reports/messages?period=30",
    "/accounts",
    "/canned-responses",
    "/canned-responses/7",
    "/canned-responses/7/history",
    "/canned-responses/new",
    "/canned-responses/values",
    "/conversations/1/canned-responses/choosing",
    "/conversations/1/links",
    "/search?q=the+from:nobody",
    "/filter?of=mine",
    "/saved-views",
    "/saved-views/new",
)
ADMINISTRATORS_PAGES = (
    "/people",
    "/roles",
    "/roles/new?like=supervisor",
    "/use-notice",
    "/tokens/everybody",
    "/subscribers",
    "/audit",
    "/audit/weeks/2026-11-23",
    "/accounts/connections/new",
    "/accounts/connections/instagram_private/password",
    "/accounts/1/disconnection",
)
SUPERVISORS_PAGES = ("/reports/schedules",)
OUTSIDE = ("/sign-in", "/nowhere")

LOOKED_AT_ELSEWHERE = {
    "authenticators.new": "test_sign_in.py",
    "connections.show": "test_connecting.py",
    "desk.conversation": "test_accessibility.py",
    "live_videos.show": "test_live_screen.py",
    "locks.show": "test_sign_in.py",
    "one_time_links.edit": "test_sign_in.py",
    "roles.edit": "test_accessibility.py",
    "saved_views.edit": "test_filtering.py",
    "second_steps.new": "test_sign_in.py",
    "wall.show": "test_wall.py",
}
"""Pages that take a way to come to, by endpoint, each with the test that takes it."""

NO_PAGES = {
    "attachments.download": "a file",
    "attachments.play": "a file",
    "attachments.show": "a file",
    "audit.as_csv": "a file",
    "canned_pictures.show": "a file",
    "canned_responses.options": "a piece of the composer",
    "connections.come_back": "leads on",
    "desk.home": "leads on",
    "desk.post": "leads on",
    "drafts.index": "for scripts",
    "health.alive": "for monitors",
    "health.ready": "for monitors",
    "installing.manifest": "for browsers",
    "live_videos.index": "leads on",
    "mentions.options": "a piece of the composer",
    "metrics.index": "for monitors",
    "one_time_links.take": "leads on",
    "reports.as_csv": "a file",
    "reports.as_workbook": "a file",
    "reports.part": "a piece of the reports",
    "search.suggestions": "a piece of the palette",
    "security_txt.show": "plain text",
    "single_sign_on.come_back": "leads on",
    "single_sign_on.new": "leads on",
    "single_sign_on.unlock": "leads on",
    "static": "files",
    "submissions.picture": "a file",
    "webhooks.confirm": "for platforms",
    "webhooks.prove": "for platforms",
}
"""What is fetched, by endpoint, and is no page."""
