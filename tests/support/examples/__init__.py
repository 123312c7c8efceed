"""Flows, answers and texts to test with; must hold no test."""
