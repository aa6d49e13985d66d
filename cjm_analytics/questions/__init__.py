"""What an analyst asks that no nightly table answers."""
