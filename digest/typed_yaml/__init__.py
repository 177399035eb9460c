"""YAML text → typed values, or every problem with its line."""
