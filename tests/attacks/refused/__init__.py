"""Refusals that are taken out on purpose, each with the attack that notices."""
