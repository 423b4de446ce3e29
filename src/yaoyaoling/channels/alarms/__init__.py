"""Alarm devices over MQTT: what they say, and the line to the broker."""
