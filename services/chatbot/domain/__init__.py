"""Pure: what a sentence means, what a conversation is about, what a proposal may become."""
