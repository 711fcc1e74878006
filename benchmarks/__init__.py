"""What Foyer can carry, measured against a baseline beside it: `./run bench`, results in docs/performance.md."""
