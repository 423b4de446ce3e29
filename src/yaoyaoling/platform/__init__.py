"""Database, ledger, bus, feeds, timers, audience, auth: the floor every room stands on."""
