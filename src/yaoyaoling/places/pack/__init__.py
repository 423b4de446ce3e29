"""The city pack: one directory that holds everything the hall knows about a place before the first call."""
