"""The page of one authority: who it is, a summary that prints on one sheet, and a spine chart of every topic."""
