"""The parts of `bench_loopback`: a platform that is faster than any bot, the bots, and the plain way of peers."""
