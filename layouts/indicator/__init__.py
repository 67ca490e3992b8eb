"""The Indicator page: one indicator, its trend, where all authorities stand, its neighbours and its source."""
