"""How it is run: process, network, clock, secrets, channels, web and command line."""
