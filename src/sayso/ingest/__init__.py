"""Reading of pages from files."""
