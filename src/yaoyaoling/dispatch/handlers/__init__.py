"""One file per verb. Locks are taken in one order: incident, call-out, order."""
