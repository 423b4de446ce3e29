"""Rosters, pure: patterns make spans, checks find what is wrong with them before it happens."""
