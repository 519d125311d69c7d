"""Is a fetched file a film or a voice that a browser may play, by what it holds?

Judged by its first bytes alone, never by its name or by what its platform calls it. What is
played is handed over under this type only, and nothing in it is run.
"""

from __future__ import annotations

from connectors.attachments import AttachmentKind

READ = 64
NOT_PLAYED = "application/octet-stream"
_FILMS = (b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"dash")
_AUDIO = {"video/mp4": "audio/mp4", "video/webm": "audio/webm"}


def type_of(body: bytes, kind: AttachmentKind) -> str:
    """Return the type under which a file is played, or NOT_PLAYED."""
    found = _by_beginning(body[:READ])
    return _AUDIO.get(found, found) if kind is AttachmentKind.AUDIO else found


def _by_beginning(head: bytes) -> str:
    if head[4:8] == b"ftyp":
        return "audio/mp4" if head[8:11] == b"M4A" else _of_film(head)
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return "video/webm" if b"webm" in head else NOT_PLAYED
    if head.startswith(b"RIFF"):
        return "audio/wav" if head[8:12] == b"WAVE" else NOT_PLAYED
    if head.startswith(b"OggS"):
        return "audio/ogg"
    return "audio/mpeg" if _is_mp3(head) else NOT_PLAYED


def _of_film(head: bytes) -> str:
    return "video/mp4" if head[8:12] in _FILMS else NOT_PLAYED


def _is_mp3(head: bytes) -> bool:
    return head.startswith((b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2"))
