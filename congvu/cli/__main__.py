"""Lets `python -m congvu.cli` run the command line."""

import sys

from congvu.cli.main import main

sys.exit(main())
