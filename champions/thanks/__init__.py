"""Thanks: words from one colleague to another; others read them when the thanked person says so. Nothing here is ever counted."""
