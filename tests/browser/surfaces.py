"""Where can a resident reach the department, and how is the answer to be read there?"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Surface:
    """One way to write to the department, on one of its profiles.

    `room` is the profile's residents' page and `view` the platform's view of
    the desk. A mention on X stands free; a comment stands under a post; a direct
    message has a page of its own. `tells_names` is off where the platform tells a
    handle alone, so that no response can greet by name.
    """

    name: str
    room: str
    view: str
    way: str
    tells_names: bool = True

    @property
    def is_private(self) -> bool:
        return self.way == "message"

    @property
    def done(self) -> str:
        """What the desk writes beside a published answer."""
        return "Sent" if self.is_private else "Posted"

    def __str__(self) -> str:
        return self.name


FACEBOOK_COMMENT = Surface("Facebook comment", "/facebook", "facebook", "comment")
MESSENGER = Surface("Messenger", "/facebook", "facebook", "message")
INSTAGRAM_COMMENT = Surface(
    "Instagram comment", "/instagram/mesaverdepd", "instagram", "comment", tells_names=False
)
INSTAGRAM_DIRECT = Surface(
    "Instagram direct message", "/instagram/mesaverdepd", "instagram", "message", tells_names=False
)
X_MENTION = Surface("X mention", "/x", "x", "mention")
X_DIRECT = Surface("X direct message", "/x", "x", "message")
# Instagram has two ways in: business accounts by the Graph API, others by the private one.
COMMUNITY_COMMENT = Surface(
    "Instagram comment, private API", "/instagram/mesaverdepd.community", "instagram", "comment"
)
COMMUNITY_DIRECT = Surface(
    "Instagram direct message, private API",
    "/instagram/mesaverdepd.community",
    "instagram",
    "message",
)
ALL = (
    FACEBOOK_COMMENT,
    MESSENGER,
    INSTAGRAM_COMMENT,
    INSTAGRAM_DIRECT,
    X_MENTION,
    X_DIRECT,
    COMMUNITY_COMMENT,
    COMMUNITY_DIRECT,
)
