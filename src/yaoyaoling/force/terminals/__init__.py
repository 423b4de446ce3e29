"""Vehicle terminals: JT/T 808-2019 and -2013 over TCP. See ADR 0019."""
