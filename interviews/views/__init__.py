"""Pages of availability, bookings, guides and the interview room."""
