"""What is given: the ladder, the constants, the doctrines, the tables of a scenario and how rules read them."""
