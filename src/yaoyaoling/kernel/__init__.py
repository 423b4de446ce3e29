"""Ids, clock, pure value types and `Refused`: what every room may use and what knows no room."""
