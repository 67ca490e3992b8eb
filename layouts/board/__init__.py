"""The Board page: what is on the list and why, how many children it is, who says what, and what was agreed."""
