"""The officer's terminal: positions in, orders answered, feedback with photos."""
