"""What citizens report, how they say it and how they name the place; what crews write back."""
