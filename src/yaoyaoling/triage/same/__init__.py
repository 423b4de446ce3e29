"""Whether a new contact is about an event that is open already (同一警情)."""
