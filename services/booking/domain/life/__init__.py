"""An appointment and its life."""
