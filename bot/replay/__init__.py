"""The replay: real messages through the whole bot at virtual time, with simulated staff, and what became of it checked."""
