"""Calls as the trunk knows them: sippy's SIP stack on our event loop, behind the edge; no database, no hall."""
