"""The file of an incident as it leaves the hall: read by people, checked by outsiders."""
