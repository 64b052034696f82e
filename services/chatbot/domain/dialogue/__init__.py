"""What a conversation is about and what a sentence means in the middle of it: pure decisions, no words and no calls."""
