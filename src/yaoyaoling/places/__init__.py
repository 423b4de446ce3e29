"""Places: addresses and door-plates, areas, the road network, datums; the city pack they come from."""
