"""Gates: what the model must show before anybody should believe it, as expectations in files, held against runs."""
