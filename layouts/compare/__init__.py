"""The Compare page: the indicators of a topic down the side, authorities and comparators across."""
