"""Conversations as the chat server keeps them: restored in bounded time, one turn at a time."""
