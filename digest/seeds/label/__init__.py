"""Lines of a text → lines that each say what they are."""
