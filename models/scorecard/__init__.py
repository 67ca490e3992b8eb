"""A local return as a scorecard: one month of every measure, with its target, signal, projection and comparators."""
