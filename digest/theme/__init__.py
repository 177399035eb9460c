"""Views → bytes: themes, their templates and static files."""
