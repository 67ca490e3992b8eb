"""Settings for gunicorn's own command line, as the Procfile starts it: the same as `portal serve` uses."""

import sys

from app.server import gunicorn_options
from app.settings import load_settings
from data.errors import PortalError

try:
    globals().update(gunicorn_options(load_settings()))
except PortalError as refusal:
    sys.exit(str(refusal))
