"""Learning on one file of coded acts and scoring on another: the time cut, the frames, the verdicts."""
