"""The incident: its number, class, place and state, what is still owed, and its timeline."""
