"""What a store's days came to, and a technician's weeks."""
