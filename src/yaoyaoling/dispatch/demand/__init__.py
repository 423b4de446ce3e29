"""Where calls are expected: what happened lately, mixed with where people are."""
