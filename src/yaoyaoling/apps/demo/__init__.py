"""`yyl demo`: everything on one machine under one supervisor."""
