"""Content: the claim ledger, the clinic's facts, and the rules that every reply keeps."""
