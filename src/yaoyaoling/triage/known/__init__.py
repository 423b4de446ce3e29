"""What is known of a number, a person, a vehicle or an address: watch lists with authority and expiry (在案线索)."""
