"""From tokens to phrases: what stands where, and what it means there."""
