"""Where a group can stand outside Foyer: one adapter for each platform behind one Protocol."""
