"""Planning for one city: its demand and its roads given to `planning`, the answer as tables and GeoJSON."""
