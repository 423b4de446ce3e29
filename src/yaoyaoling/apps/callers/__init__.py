"""Spoken callers: a played city that rings 110 over the real line with real sound. A test peer, no part of the hall."""
