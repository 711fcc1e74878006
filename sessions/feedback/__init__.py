"""After a date: three questions at most, answered by a link without signing in, and by nobody in particular; a next step for each."""
