"""Does a browser take the desk for an app that can be installed?"""

from __future__ import annotations

import json

from tests.browser.conftest import OpenBrowser
from tests.hearback.launched import Launched

# Said of every window that keeps nothing, as those of tests are.
_OF_THE_WINDOW = {"in-incognito"}


def test_chromium_reads_the_manifest_without_errors_and_would_install_the_desk(
    running_house: Launched, open_browser: OpenBrowser
) -> None:
    page = open_browser()
    page.goto(running_house.address)
    browser = page.context.new_cdp_session(page)

    read = browser.send("Page.getAppManifest")
    missing = browser.send("Page.getInstallabilityErrors")["installabilityErrors"]

    assert read["errors"] == []
    assert json.loads(read["data"])["name"] == "Hearback"
    assert {one["errorId"] for one in missing} <= _OF_THE_WINDOW
