"""What happens: the ladder, the state of a crisis, keyed draws, the rules, the order of a day, and its two drivers."""
