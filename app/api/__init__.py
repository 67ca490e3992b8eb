"""The HTTP API under /api/v1: the answers of the command line and the screens, as JSON or CSV."""
