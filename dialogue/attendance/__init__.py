"""Who is invited to a meeting: places, lists, guests, invitations."""
