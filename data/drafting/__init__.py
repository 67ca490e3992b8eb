"""Definition data drafted from a tidy file that nobody here has seen, for `portal add-source`."""
