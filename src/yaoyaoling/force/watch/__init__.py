"""A watch itself: who is aboard with what, what it leaves to the next, and special duties."""
