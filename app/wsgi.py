"""The portal as any WSGI server loads it: `app.wsgi:server`."""

from app.factory import create_server
from app.settings import load_settings

server = create_server(load_settings())
