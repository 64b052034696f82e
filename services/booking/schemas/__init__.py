"""The shapes of booking's requests and answers, a module for each noun."""
