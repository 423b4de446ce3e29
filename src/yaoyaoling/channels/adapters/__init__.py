"""One file a way by which messages come and go."""
