"""Where crews are: one ordered pipeline from the device to index, map and history. See ADR 0018."""
