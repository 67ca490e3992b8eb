"""The Partnership page: what several authorities share, who does it well, and where they stand taken as one."""
