"""What do a server and a browser need of a catalogue?

Called with the folder for scripts and the catalogues. The server's lies beside its source; a
browser gets what its scripts say, and nothing else.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

FROM_SCRIPTS = "web/static/js/"


def main() -> None:
    """Compile each catalogue."""
    scripts = Path(sys.argv[1])
    scripts.mkdir(exist_ok=True)
    for name in sys.argv[2:]:
        _compile(Path(name), scripts)


def _compile(source: Path, scripts: Path) -> None:
    language = source.parts[-3]
    with source.open("rb") as file:
        catalogue = read_po(file, locale=language)
    with source.with_suffix(".mo").open("wb") as file:
        write_mo(file, catalogue)
    words = json.dumps(_said_by_scripts(catalogue), ensure_ascii=False, sort_keys=True)
    (scripts / f"{language}.js").write_text(
        f"globalThis.hearbackWords = {words};\n", encoding="utf-8"
    )


def _said_by_scripts(catalogue: Catalog) -> dict[str, object]:
    return {_key(one): one.string for one in catalogue if one.id and _is_said_by_scripts(one)}


def _key(message: Message) -> str:
    return message.id[0] if isinstance(message.id, tuple) else str(message.id)


def _is_said_by_scripts(message: Message) -> bool:
    return any(place.startswith(FROM_SCRIPTS) for place, _ in message.locations)


if __name__ == "__main__":
    main()
