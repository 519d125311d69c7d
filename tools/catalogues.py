"""How do translations get from what people write to what programs read?"""

from __future__ import annotations

import stamps
from places import PYTHON, ROOT
from steps import run

TRANSLATIONS = ROOT / "web" / "translations"
SCRIPTS = ROOT / "web" / "static" / "words"


def prepare() -> None:
    """Compile every catalogue, for the server and for scripts. Raises CannotPrepare."""
    sources = sorted(TRANSLATIONS.rglob("*.po"))
    compiling = ROOT / "web" / "catalogues.py"
    inputs = stamps.digest([*sources, compiling])
    if stamps.holds("catalogues", inputs) and all(
        one.with_suffix(".mo").is_file() and (SCRIPTS / f"{one.parts[-3]}.js").is_file()
        for one in sources
    ):
        return
    run("Translations ", [PYTHON, "-m", "web.catalogues", SCRIPTS, *sources], {})
    stamps.put("catalogues", inputs)
