"""Files in content/ → articles."""
