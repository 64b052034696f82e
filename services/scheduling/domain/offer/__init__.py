"""The one pure function behind offer and acceptance, and what it looks at; why a start is refused."""
