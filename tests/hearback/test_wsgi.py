"""Does the web process start without what only workers need?"""

from __future__ import annotations

import subprocess
import sys

CLIENTS = ("tweepy", "facebook", "instagrapi")


def test_the_web_process_loads_no_client_of_a_platform() -> None:
    asked = f"import sys, hearback.wsgi; print(set({CLIENTS}) & set(sys.modules))"
    answer = subprocess.run([sys.executable, "-c", asked], capture_output=True, check=True)

    assert answer.stdout.strip() == b"set()"
