"""Where in the checkout does everything stand?"""

from __future__ import annotations

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PROGRAMS = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = PROGRAMS / ("python.exe" if os.name == "nt" else "python")
REQUIREMENTS = ROOT / "requirements"
BUILT = ROOT / "web" / "static" / "dist"
VERSION = "{}.{}".format(*sys.version_info[:2])
