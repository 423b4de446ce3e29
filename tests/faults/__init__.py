"""Killing processes under traffic, and judging by receipts kept outside of them."""
