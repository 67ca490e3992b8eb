"""Claims in words: what was understood of a statement, and what is published."""
