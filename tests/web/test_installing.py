"""Is the desk told to a browser as an app, without a word about anybody?"""

from __future__ import annotations

import io
import re
from http import HTTPStatus
from pathlib import Path

from flask import Flask
from PIL import Image

from tests.web.conftest import Person
from web.frame import BAR_COLOURS

TOKENS = Path(__file__).parents[2] / "web" / "static" / "css" / "base" / "tokens.css"


def test_the_manifest_needs_no_sign_in_and_each_icon_has_the_size_it_says(app: Flask) -> None:
    browser = app.test_client()
    answer = browser.get("/manifest.webmanifest")

    assert answer.mimetype == "application/manifest+json"
    assert (answer.json["start_url"], answer.json["display"]) == ("/", "standalone")
    drawn = [one for one in answer.json["icons"] if one["type"] == "image/png"]
    assert {one["purpose"] for one in drawn} == {"any", "maskable"}
    for one in answer.json["icons"]:
        with browser.get(one["src"]) as file:
            assert file.status_code == HTTPStatus.OK
            if one in drawn:
                width, height = Image.open(io.BytesIO(file.data)).size
                assert one["sizes"] == f"{width}x{height}"


def test_it_is_told_in_the_language_of_the_browser(app: Flask) -> None:
    asked = {"Accept-Language": "es"}
    assert app.test_client().get("/manifest.webmanifest", headers=asked).json["lang"] == "es"


def test_every_page_names_it_and_the_bars_colour_in_both_themes(ana: Person, app: Flask) -> None:
    for page in (ana.get("/desk/open").text, app.test_client().get("/sign-in").text):
        assert '<link rel="manifest" href="/manifest.webmanifest">' in page
        for theme, colour in BAR_COLOURS.items():
            said = f'media="(prefers-color-scheme: {theme})" content="{colour}"'
            assert said in page


def test_who_chose_a_theme_sees_its_colour_alone(ana: Person) -> None:
    ana.post("/settings/theme", theme="dark")

    found = re.findall('<meta name="theme-color".*>', ana.get("/desk/open").text)

    assert found == [f'<meta name="theme-color" content="{BAR_COLOURS["dark"]}">']


def test_the_bars_colours_are_those_of_the_styles() -> None:
    bar = re.search(r"--bar:\s*light-dark\((#\w+), (#\w+)\)", TOKENS.read_text(encoding="utf-8"))

    assert bar
    assert bar.groups() == (BAR_COLOURS["light"], BAR_COLOURS["dark"])
