"""The processes and the one place where rooms are wired together."""
