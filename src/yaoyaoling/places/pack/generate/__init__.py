"""A city pack from a seed: an invented town with streets, door-plates, organisations, grids and crews."""
