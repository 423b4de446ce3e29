"""Whose it is: nearest, territorial, functional (管辖)."""
