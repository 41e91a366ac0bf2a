"""What results may be said to show: the words that numbers, intervals and counts allow."""
