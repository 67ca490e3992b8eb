"""The portal as any WSGI server loads it: `app.wsgi:server`."""

from app.factory import create_server
from app.server import prepare
from app.settings import load_settings

settings = load_settings()
prepare(settings)
server = create_server(settings)
