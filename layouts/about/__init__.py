"""About the data: what there is, where it is from, how sure it is, and what the words mean."""
