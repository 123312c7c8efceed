"""Pictures: those that the README shows, taken in the rehearsal: `make pictures`."""
