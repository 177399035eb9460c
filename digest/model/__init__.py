"""What flows between the rooms: frozen values with digests."""
