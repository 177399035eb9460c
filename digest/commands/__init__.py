"""The commands: one file a group, and how they print."""
