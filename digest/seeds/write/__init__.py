"""A draft → an article's file."""
