"""Where it is: an address taken apart, places found in what was said, areas from landmarks."""
