"""SMPP 3.4 as a client of the carrier's centre."""
