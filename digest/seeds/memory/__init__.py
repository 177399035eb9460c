"""What earlier imports knew: the articles that are there, near-duplicates, lines that recur, what was set aside."""
