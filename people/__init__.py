"""People: who they are, how they sign in, what they may see, what Foyer keeps about them."""
