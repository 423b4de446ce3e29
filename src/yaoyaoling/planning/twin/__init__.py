"""The twin: calls and crews played forward in time, the same calls for every policy."""
