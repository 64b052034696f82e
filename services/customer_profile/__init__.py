"""One archive per customer: contacts, health, skin, allergies, tags, and what has happened."""
