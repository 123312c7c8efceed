"""A small stand-in for the Bot API, and what talks to it; must hold no test."""
