"""Question cards (问询卡): what to ask, what to tell the caller, what helps through a crisis."""
