"""Mail: the outbox that nothing gets lost from, the inbox that keeps everything, and the doors between."""
