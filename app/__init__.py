"""The portal as it runs: what is served, commands, accounts, work in the background."""

import os

# Each request has a thread of its own; a product of matrices that woke a thread for every core took ten times as long.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
