"""Real parties for calls: a SIP caller, a SIP answerer and browsers, each with a tone of its own."""
