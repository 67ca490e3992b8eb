"""The Scorecard page: one local return in one month, or whatever else it holds."""
