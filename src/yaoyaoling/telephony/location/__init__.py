"""Where the network says a caller is, read from what comes with the call: hostile, and never a reason to fail."""
