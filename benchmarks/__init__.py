"""Benchmarks: each promise of speed has one, which prints ratios to something measured in the same run."""
