"""Networks: groups of colleagues, who belongs to them and how that came about."""
