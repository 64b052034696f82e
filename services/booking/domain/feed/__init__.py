"""Calendar feeds: appointments as other calendars subscribe to them."""
