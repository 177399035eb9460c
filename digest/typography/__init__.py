"""The signs that texts are shown with."""

TYPOGRAPHY = "typography"
"""The option of a theme that has texts set."""
