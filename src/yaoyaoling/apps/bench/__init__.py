"""Measurements: each starts its own engines on free ports, says what shared its cores, and ends by itself.

`yyl bench NAME --json` ends with one line of JSON; what the figures are called and must reach stands in
docs/benchmarks.md, with their history.
"""
