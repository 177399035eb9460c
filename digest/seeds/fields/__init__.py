"""Labelled lines → the fields of an article."""
