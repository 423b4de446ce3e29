"""What must be there before the hall opens: engines, database, city, people."""
