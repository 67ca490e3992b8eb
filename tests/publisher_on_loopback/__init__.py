"""The publisher on this machine: a server that follows the description of its API and serves real figures."""
