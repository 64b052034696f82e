"""The chat: understands a customer's sentence, proposes, and books only what the customer confirmed."""
