"""In which words do people of a large desk speak, and what are they called?"""

from __future__ import annotations

import random
import re

COMMON = ["street", "police", "when", "open", "please", "road", "the", "your", "thanks", "today"]
LONG_AGO = "evacuation"
"""What everybody said in one bad week, and nobody since."""

SYLLABLES = re.findall("..", "bacedifoguhajekilomunaperisotuvawexiyozu")
FIRST = ["Ana", "Ben", "Cruz", "Dana", "Elif", "Farid", "Grace", "Hector", "Ines", "Jonas", "Kayla"]
LAST = ["Lopez", "Ortiz", "Novak", "Weiss", "Reyes", "Okafor", "Voss", "Tran", "Costa", "Meyer"]


def _made(number: int) -> str:
    base = len(SYLLABLES)
    return "".join(SYLLABLES[number // base**place % base] for place in range(4))


MID = [_made(number * 37) for number in range(200)]
RARE = [_made(50_000 + number) for number in range(20_000)]


def name(chance: random.Random) -> str:
    """Return what somebody is called."""
    return f"{chance.choice(FIRST)} {chance.choice(LAST)}"


def said(chance: random.Random) -> str:
    """Return what somebody says."""
    words = chance.choices(COMMON, k=5) + chance.choices(RARE, k=5) + chance.choices(MID, k=2)
    chance.shuffle(words)
    return " ".join(words)
