"""The web pages of `sayso serve`."""
