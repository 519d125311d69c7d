"""What do the films and voices hold that residents attach?

A car that drives from left to right, as WebM, and a tone that falls, as WAV: small, made
here, and played by every browser. The frames are VP8, made once with a drawing program.
"""

from __future__ import annotations

import math
import struct
from base64 import b85decode

WIDTH, HEIGHT = 160, 96
FRAME_MILLISECONDS = 500
RATE, SECONDS = 8000, 1
_FRAMES = (
    (
        "FbM#i0V<#XU;sZ6gu7NOD5fK*mk0rXA_-@1-Cfpwm<@$iXT+ugjf%|pY{?EeQWce4I4N3i+A;t0@Q}MWT9{L"
        "n1D#a)s$9<K{=K6ix<CN_=!~9;3mpM7gHf9oh>+GX{mzP+WJ&}94{YUWplhl~jVW4%-5hiNYaPo3#|}Vefu<"
        "}oJTIlu3-G3&$l^iCMRDme{k3Rc5`H)Uc!@0FF!OIIFfU5yO<cW2jyg9D1gqe?3t;KL-*HQ@(YMwUvJ4(BAO"
        "HXW"
    ),
    (
        "kO=^t0V<#XU;sZ6guqrTD5s;S7kF8KA_-+~-CXDWo9h5=eHXfcBTE-MJaGxksS=r#re7V*2?&^|7#t+6u)bO"
        "Z$c-fpx5Lnaqh4^>Dg|F90092zj3(s12u0{~FYPS+ljf#aYTcB&^#Bl>J{C9>q0%x6uCP;ECO`%b0<FM$xf^"
        "#Mh79n_!j*wi6CfU6>Ngd~q|5fz$GcF8|KAxLznFR4@{`D}Ne|j)4ZWqus9#7*=!QZqimC3C_4S3lPrN2PhI"
        "Lq5v<ZYV000"
    ),
    (
        "PzeB?0V<#XU;sZ6gu7NOD5fK*mk0rXA_-@1-CY8Gm<@$iXT+ugjf%|pn4g%!Yn2%YgT`0TLhu@qqeBTDROdu"
        "@M!E}fIG-GqZANx$Z5RLm{^*P*<h}?^2uYTa21s(UNVH>fdMK!%4$uLYFY9~B!aJNAQndz><DT-OdlQ9Msn`"
        "hS>N5JhC)oYX0n#fYFpz$V<I-jOYSx9?2{J5RIjyLtR@{xRYjYHOIB#T`@vyZsGcb9-!iJ=Ej$0Kvge%QIVM"
        "7Y2UbcRa7R<F|000"
    ),
)


def film() -> bytes:
    """Return a film of a few pictures (Matroska, "Element IDs"; WebM container guidelines)."""
    head = _element("1a45dfa3", _element("4282", b"webm"), _number("4287", 2), _number("4285", 2))
    video = _element("e0", _number("b0", WIDTH), _number("ba", HEIGHT))
    track = _element(
        "ae",
        _number("d7", 1),
        _number("73c5", 1),
        _number("83", 1),
        _element("86", b"V_VP8"),
        video,
    )
    length = struct.pack(">d", FRAME_MILLISECONDS * len(_FRAMES))
    info = _element("1549a966", _number("2ad7b1", 1_000_000), _element("4489", length))
    frames = (
        _element("a3", struct.pack(">BhB", 0x81, turn * FRAME_MILLISECONDS, 0x80), b85decode(one))
        for turn, one in enumerate(_FRAMES)
    )
    cluster = _element("1f43b675", _number("e7", 0), *frames)
    return head + _element("18538067", info, _element("1654ae6b", track), cluster)


def voice() -> bytes:
    """Return a tone."""
    count = RATE * SECONDS
    turns = (math.sin(turn * (0.5 - turn / count / 4)) for turn in range(count))
    body = bytes(int(128 + 60 * one) for one in turns)
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, RATE, RATE, 1, 8)
    parts = b"WAVE" + form + struct.pack("<4sI", b"data", len(body)) + body
    return struct.pack("<4sI", b"RIFF", len(parts)) + parts


def _element(name: str, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return bytes.fromhex(name) + struct.pack(">I", 0x10000000 | len(body)) + body


def _number(name: str, value: int) -> bytes:
    return _element(name, struct.pack(">I", value))
