"""Packs as files and as pages: a web page, a PDF."""
