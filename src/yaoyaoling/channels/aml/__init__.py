"""Advanced Mobile Location: what an emergency call makes the handset tell by itself (ETSI TS 103 625)."""
