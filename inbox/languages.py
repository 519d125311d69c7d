"""In which languages does the department answer, and in which did somebody write?"""

from __future__ import annotations

from collections.abc import Mapping

from connectors.phrases import Phrase
from inbox.search import folding

USUAL = "en"
NAMES: Mapping[str, str] = {
    "en": Phrase("English"),
    "es": Phrase("Spanish"),
    "ar": Phrase("Arabic"),
    "zh": Phrase("Chinese"),
    "fr": Phrase("French"),
    "de": Phrase("German"),
    "ht": Phrase("Haitian Creole"),
    "hi": Phrase("Hindi"),
    "ja": Phrase("Japanese"),
    "ko": Phrase("Korean"),
    "nv": Phrase("Navajo"),
    "pl": Phrase("Polish"),
    "pt": Phrase("Portuguese"),
    "ru": Phrase("Russian"),
    "so": Phrase("Somali"),
    "tl": Phrase("Tagalog"),
    "uk": Phrase("Ukrainian"),
    "vi": Phrase("Vietnamese"),
}
# The small words that nearly every sentence holds and the other language does not.
_ENGLISH = (
    "the is are was were of and to in on at for with my your you i we they this that it "
    "there what when where why how who do does did can will please not have has an be"
)
_SPANISH = (
    "el la los las un una unos unas es esta estan son fue de del y en por para con mi su "
    "que cuando donde como quien cual hay puedo pueden si porque se lo les muy gracias "
    "hola mas pero ya yo usted ustedes calle"
)
GUESSED = {code: NAMES[code] for code in ("en", "es")}
"""What the machine tells apart by itself."""
_TELLING = {"en": frozenset(_ENGLISH.split()), "es": frozenset(_SPANISH.split())}


def meant(word: str) -> str | None:
    """Return the code of a language that somebody names by it or by its English name."""
    called = {name.lower(): code for code, name in NAMES.items()}
    wanted = word.strip().lower()
    return wanted if wanted in NAMES else called.get(wanted)


def guess(text: str) -> str | None:
    """Tell English from Spanish by their small words; None where they do not tell."""
    words = folding.words(text)
    counts = {
        language: sum(word in telling for word in words) for language, telling in _TELLING.items()
    }
    if text.lstrip()[:1] in ("¿", "¡"):
        counts["es"] += 1
    best = max(counts, key=lambda language: counts[language])
    return best if list(counts.values()).count(counts[best]) == 1 else None
