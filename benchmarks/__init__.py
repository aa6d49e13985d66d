"""Measures the product beside other engines doing comparable work. `make bench`, see README.md."""
