"""Calls: the seam where the real line comes in. A ring enters the same queue as every other channel."""
