"""The openly generated corpus the shipped model learns from: families as data, expanded by seed."""
