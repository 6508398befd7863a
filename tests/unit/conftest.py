"""Lets tests import their helpers and the module's parts by name."""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent.parent / "plugins" / "module_utils")]
