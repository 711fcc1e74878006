"""The census: which networks meet offline already, who keeps them together, and who belongs to them as their keeper says."""
