"""QR door-plates: signed codes, sheets to print, and what gives a forged or copied one away."""
