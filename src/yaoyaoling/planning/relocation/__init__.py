"""Relocation: where free crews should wait when others are busy."""
