"""Where crews and posts should stand, from what happens and how the roads run."""
