"""Champions: ambassadors, early adopters and the colleagues they accompany."""
