"""The results folder: what is written, how it is read again, and what must hold in it."""
