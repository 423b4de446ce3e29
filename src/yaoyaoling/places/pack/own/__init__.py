"""Anybody's own organisations, areas, grids and crews, from files of theirs, on an imported road network."""
