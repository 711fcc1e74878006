"""Goals: a process of the organisation made better for many, from a measured baseline to a target, by a date."""
