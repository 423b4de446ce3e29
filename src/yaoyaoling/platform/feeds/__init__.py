"""Feeds: snapshot, cursor and ordered changes, per viewer. Everybody's screen moves by these and by nothing else."""
