"""How is something told that the desk said once and wrote down in English?

Why a reply failed or an account stopped is kept as a sentence. It is found again by its template.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from babel.support import NullTranslations, Translations

LONGEST = 1000
_PLACE = re.compile(r"\{(\w+)[^{}]*\}")
_WORD = re.compile(r"[a-z]{2,}")
Template = tuple[re.Pattern[str], str]


class Recalling:
    """The templates of one language, to be found by what was made of them."""

    def __init__(self, catalogue: NullTranslations) -> None:
        self._catalogue = catalogue
        self._templates = list(_templates(_known(catalogue)))
        self.told = lru_cache(maxsize=2048)(self._told)

    def _told(self, words: str) -> str:
        told = self._catalogue.ugettext(words)
        if told != words or len(words) > LONGEST:
            return told
        for pattern, template in self._templates:
            if found := pattern.fullmatch(words):
                values = {name: self._told(one) for name, one in found.groupdict().items()}
                return _filled(template, values)
        return words


def _filled(template: str, values: dict[str, str]) -> str:
    return _PLACE.sub(lambda place: values[place[1]], template)


def _known(catalogue: NullTranslations) -> dict[str, str]:
    kept = catalogue._catalog if isinstance(catalogue, Translations) else {}  # noqa: SLF001 - no other way in
    return {one: told for one, told in kept.items() if isinstance(one, str) and one and told}


def _templates(known: dict[str, str]) -> Iterable[Template]:
    for template, told in known.items():
        if _PLACE.search(template) and len(_WORD.findall(_PLACE.sub("", template))) > 1:
            yield _pattern(template), told


def _pattern(template: str) -> re.Pattern[str]:
    pieces: list[str] = []
    at, named = 0, set[str]()
    for place in _PLACE.finditer(template):
        again = place[1] in named
        pieces += (
            re.escape(template[at : place.start()]),
            f"(?P={place[1]})" if again else f"(?P<{place[1]}>.+?)",
        )
        named.add(place[1])
        at = place.end()
    return re.compile("".join((*pieces, re.escape(template[at:]))), re.DOTALL)
