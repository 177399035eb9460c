"""What a site has that no build would stop for: texts, pictures and files to look at, and links to other sites."""
