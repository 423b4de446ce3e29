"""Fixtures of the voice tests."""

from tests.telephony.daemons import daemons

__all__ = ["daemons"]
