"""110 or 12345: the acceptance lists of both lines, and what to do with a contact that needs no police."""
