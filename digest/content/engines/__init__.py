"""The two Markdown engines, and their short cuts."""
