"""Index scripts: `upgrade(database)` and `downgrade(database)`, each safe to run again."""
