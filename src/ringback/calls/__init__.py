"""What happened on the phone, and what it means."""
