"""Early adopters, who raised a hand to try new things first, and the waves in which they do."""
