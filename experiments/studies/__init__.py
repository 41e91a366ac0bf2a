"""Questions about many points: sweeps, paired comparisons, sensitivity, discovery, maps."""
