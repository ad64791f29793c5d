"""What changes availability, bookings, guides, interviews and notes."""
