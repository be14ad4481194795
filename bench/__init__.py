"""Benchmarks: how the product compares with the least that each task can cost, as ratios of one run."""
