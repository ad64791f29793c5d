"""What people fill in about availability, bookings, guides and notes."""
