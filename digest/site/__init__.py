"""Articles → pages: what each page shows, as frozen views."""
