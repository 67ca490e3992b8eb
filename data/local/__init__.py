"""What authorities give the portal themselves: people, organisations, returns in versions, and a log of who did what.

It lives in a database through SQLAlchemy: SQLite by default, PostgreSQL when scaled. Nothing here decides who may see
what (`models/access.py` does) and nothing is overwritten: a return has versions, a version has events, and the log only
grows.
"""
