"""Who can be sent: crews, who is on duty, and where they are now."""
