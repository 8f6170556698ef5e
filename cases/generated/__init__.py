"""Cases composed from word lists of our own, for benchmarks and for tests of scale: invented companies, invented facts."""
