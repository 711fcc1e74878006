"""Series (one UID, a rhythm) and courses (irregular dates, an invitation each): people who meet again."""
