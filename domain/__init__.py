"""What the rules are: pure values and functions. No I/O, clock, SQL, vendor or language belongs here."""
