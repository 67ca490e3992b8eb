"""The page of what has changed: since the last figures, and since the period before."""
