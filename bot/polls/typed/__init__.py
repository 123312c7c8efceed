"""Typed: a question as somebody types it behind /ask, read into its text, its options, its type and how many.

Must not know chats, drafts, storage or who answers.
Begin with `parsing.py`.
"""
