"""Finding a date: a poll asks people which of some dates suit them, and one of them becomes a session."""
