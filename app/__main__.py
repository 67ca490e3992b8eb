"""`python -m app` is the same as `portal`."""

import sys

from app.cli import main

sys.exit(main())
