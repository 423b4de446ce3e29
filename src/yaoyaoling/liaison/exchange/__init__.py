"""The exchange with partners' own platforms (docs/liaison.md)."""
