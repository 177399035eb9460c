"""Bytes → files, and what the last build knew of them."""
