"""Sensitive words: rules as data, thousands at once, with the exceptions that keep false alarms low."""
