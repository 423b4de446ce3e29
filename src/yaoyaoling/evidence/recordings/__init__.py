"""Recordings of calls: read, repaired, joined to one sound, sealed, played."""
