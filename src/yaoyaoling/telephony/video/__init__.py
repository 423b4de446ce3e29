"""Live video from the caller's browser: its state, its room in Janus, and what sockets and nodes say to each other."""
