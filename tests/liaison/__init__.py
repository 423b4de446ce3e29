"""Tests of `liaison`."""
