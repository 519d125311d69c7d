from __future__ import annotations

import pytest

from inbox import languages


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("¿Está cerrada la calle 9? Mi mamá vive ahí y necesita su medicina", "es"),
        ("Is the road at 9th still closed?", "en"),
        ("gracias", "es"),
        ("Thanks!", None),
        ("🙏🙏", None),
        ("", None),
        ("no", None),
    ],
)
def test_english_and_spanish_are_told_by_their_small_words(text: str, language: str | None) -> None:
    assert languages.guess(text) == language
