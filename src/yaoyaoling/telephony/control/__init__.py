"""The controller of real calls: follows facts, and brings what is in the rooms to what the tables want."""
