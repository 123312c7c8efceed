"""Made-up updates, thrown at the bot by the thousand."""
