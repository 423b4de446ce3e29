"""Yaoyaoling (幺幺零): a province's public-safety answering and dispatch platform.

`ARCHITECTURE.md` at the top of the repository says which room does what.
"""

__version__ = "0.1.0"
