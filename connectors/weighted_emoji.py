"""Which runs of code points are one emoji to X?

Unicode's recommended emoji (UTS #51), as rules rather than as a list: joining
arbitrary emoji makes no new one, so what may stand after a joiner is named.
"""

from __future__ import annotations

import regex  # type: ignore[import-untyped]  # ships no types

_TERRITORIES = """
AC AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS
BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CP CR CU CV CW CX CY CZ DE DG DJ DK DM DO DZ EA
EC EE EG EH ER ES ET EU FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY
HK HM HN HR HT HU IC ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA
LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ
NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW
SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TA TC TD TF TG TH TJ TK TL TM TN TO
TR TT TV TW TZ UA UG UM UN US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW
"""
_REGIONAL_A = 0x1F1E6
_TAGS = 0xE0000
_LAST_TAG = 0xE007F


def _flag(code: str) -> str:
    return "".join(chr(_REGIONAL_A + ord(letter) - ord("A")) for letter in code)


def _tagged(code: str) -> str:
    return "".join(chr(_TAGS + ord(letter)) for letter in code) + chr(_LAST_TAG)


_ADULT = "[👨👩🧑]"
_SKIN = r"\p{Emoji_Modifier}?"
_JOIN = "\u200d"
_LOOK = "\ufe0f?"
_HAIR = "🦰🦱🦲🦳"
_WORK = "⚕⚖✈🌾🍳🍼🎓🎤🎨🏫🏭💻💼🔧🔬🚀🚒🦯🦼🦽🎄🩰"
_GENDERED = r"(?:\p{Emoji_Modifier_Base}|[👯🤼🧞🧟])"
_PAIRS = (
    "🐕🦺",
    "🐈⬛",
    "🐦⬛",
    "🐦🔥",
    "😮💨",
    "😵💫",
    "🍄🟫",
    "🍋🟩",
    "🐻❄",
    "😶🌫",
    "🙂↔",
    "🙂↕",
)

_JOINED = (
    f"{_ADULT}{_SKIN}{_JOIN}❤{_LOOK}{_JOIN}(?:💋{_JOIN})?{_ADULT}{_SKIN}",
    f"{_ADULT}{_SKIN}{_JOIN}🤝{_JOIN}{_ADULT}{_SKIN}",
    f"(?:[👨👩]{_JOIN}){{1,2}}[👦👧](?:{_JOIN}[👦👧])?",
    f"(?:🧑{_JOIN}){{1,2}}🧒(?:{_JOIN}🧒)?",
    f"{_ADULT}{_SKIN}{_JOIN}[{_HAIR}{_WORK}]{_LOOK}",
    rf"{_GENDERED}(?:\p{{Emoji_Modifier}}|{_LOOK}){_JOIN}[♀♂]{_LOOK}",
    f"🏳{_LOOK}{_JOIN}(?:🌈|⚧{_LOOK})",
    f"🏴{_JOIN}☠{_LOOK}",
    f"👁{_LOOK}{_JOIN}🗨{_LOOK}",
    f"❤{_LOOK}{_JOIN}[🔥🩹]",
    f"⛓{_LOOK}{_JOIN}💥",
    "|".join(f"{_JOIN.join(pair)}{_LOOK}" for pair in _PAIRS),
)
_SINGLE = (
    f"🏴(?:{'|'.join(map(_tagged, ('gbeng', 'gbsct', 'gbwls')))})",
    "|".join(map(_flag, _TERRITORIES.split())),
    f"[0-9#*]{_LOOK}\u20e3",
    r"\p{Emoji_Modifier_Base}\p{Emoji_Modifier}",
    "[©®]\ufe0f",
    rf"[\p{{Emoji}}--[0-9#*©®\p{{Regional_Indicator}}]]{_LOOK}",
)

EMOJI = regex.compile("|".join(_JOINED + _SINGLE), regex.VERSION1)
