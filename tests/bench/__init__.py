"""The benchmark (`make bench`): figures as ratios, each beside its rival in one run. Never part of the tests."""
