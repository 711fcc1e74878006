"""Networks that meet already, found in what an organiser hands over: their calendar, a list of addresses."""
