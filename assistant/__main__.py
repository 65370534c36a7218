"""`python -m assistant` is the program `wenju`."""

import sys

from assistant.cli import main

sys.exit(main())
