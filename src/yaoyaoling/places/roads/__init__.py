"""Road times: the bounded one-to-many search, the process that answers it, and the client that asks."""
