"""A city pack from any OpenStreetMap extract; what OpenStreetMap does not know is invented and marked so."""
