"""Grids: parts of the city of one crew each, connected by road, of about equal work."""
