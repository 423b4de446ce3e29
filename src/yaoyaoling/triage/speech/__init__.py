"""Speech: per-party audio to a recogniser behind one contract; its transcript."""
