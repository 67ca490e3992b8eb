"""The portal as any WSGI server loads it: `app.wsgi:server`."""

from app.server import load
from app.settings import load_settings

server = load(load_settings())
