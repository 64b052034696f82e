"""The outside made real: documents in MongoDB, the texts, and the two services the chat asks."""
