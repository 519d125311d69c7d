"""Which picture did the department publish with a post?"""

from __future__ import annotations

from sandbox.attaching import HOSTS
from sandbox.records import Post


def picture(post: Post) -> str:
    """Return where it lies; nothing for a post without one, and for a broadcast."""
    sample = post.extra.get("picture", "")
    return f"https://{HOSTS[post.platform]}/practice/{sample}.png" if sample else ""


def still(post: Post) -> str:
    """Return where a still of a broadcast lies."""
    return f"https://{HOSTS[post.platform]}/practice/podium.png"


def path_of(post: Post) -> str:
    """Return where a browser finds it, or nothing."""
    address = picture(post)
    return f"/host/{address.removeprefix('https://')}" if address else ""
