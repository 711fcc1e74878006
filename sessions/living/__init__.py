"""Groups invited as a living audience: who joins gets the coming dates, who leaves gets a CANCEL."""
