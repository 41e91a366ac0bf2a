"""What is assumed: the scenario files, their schema, and the loader that checks them."""
