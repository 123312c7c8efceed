"""A day whose every secret is known, and a search for them in every byte; must hold no test."""
