"""Rounds: employees sign up, a composer proposes training groups, the manager adjusts and publishes them."""
