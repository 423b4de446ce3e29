"""Commands of this room, one file a verb."""
