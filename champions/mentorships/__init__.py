"""Mentorships: who asks for an ambassador, which pairs are proposed, and what the two keep together."""
