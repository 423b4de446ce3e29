"""The reporter's side: report without login, follow by an unguessable link, add, rate."""
