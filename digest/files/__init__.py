"""Files: what is written is whole, and one program at a time writes."""
