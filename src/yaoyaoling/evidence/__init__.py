"""Photos (later recordings and video): checked, hashed, sealed on disk, tied to the ledger."""
