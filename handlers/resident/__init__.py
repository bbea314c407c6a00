"""What a resident can do: report, wish, follow, urge, add, withdraw, rate. Knows nothing of the other roles' folders."""
