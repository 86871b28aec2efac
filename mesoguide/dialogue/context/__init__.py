"""Reads a message by the conversation before it: what it leaves out, corrects or leans on."""
