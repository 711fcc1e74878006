"""Journeys: small next steps for whoever arrives or takes part in a programme. Progress belongs to the person, and nobody else sees it."""
