"""What supervisors, captains and desks can do: see what is late and why, reassign, urge, check wishes."""
