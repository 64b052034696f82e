"""The shapes of what is asked (`requests`) and answered (`views`), and what is read of others' events (`events`)."""
