"""The outside made real: tables and storage."""
