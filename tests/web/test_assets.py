"""Does a page find its scripts and styles?"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from web import assets
from web.assets import NotBuilt


def test_a_bundled_file_is_found_under_its_hashed_name(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text(json.dumps({"desk.js": "desk-AB12CD34.js"}))

    assert assets.hashed("desk.js", tmp_path) == "desk-AB12CD34.js"


def test_a_front_end_that_was_not_built_says_how(tmp_path: Path) -> None:
    with pytest.raises(NotBuilt, match="npm run build"):
        assets.hashed("desk.js", tmp_path)
