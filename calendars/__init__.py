"""iCalendar and iTIP as a format: what goes out and what comes back, without a database."""
