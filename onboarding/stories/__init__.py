"""Stories: what was hard for a colleague, what they do now, what it changed. Shown to people they resemble; who reads what is never kept."""
