"""The first page: where one authority stands, over all topics at once."""
