"""Lets `python -m congvu.cli` run the command line."""

import gc
import sys

from congvu.cli.main import main

# One short run over many small objects that all stay: collecting would only walk them.
gc.disable()
sys.exit(main())
