"""What earlier imports knew: the articles that are there, near-duplicates, what was learnt, what was set aside."""
