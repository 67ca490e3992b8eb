"""Claims: a statement of a paper compared with what is published, part by part."""
