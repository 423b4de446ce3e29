"""Who is sent: crews ranked by road time, orders, and what happens when nobody answers."""
