"""Pictures: those that the README shows, taken in the rehearsal and from a seeded report: `make pictures`."""
