"""Contacts and the queue: whoever reports gets through to one seat."""
