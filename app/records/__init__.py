"""Answers as records of names and plain values, for the command line and the API alike."""
