"""The Map page: one indicator over all of England, where each authority lies."""
