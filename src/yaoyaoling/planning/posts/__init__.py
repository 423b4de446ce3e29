"""Posts: how many and where."""
