"""What the people of a grid can do: join, accept, ask, report progress, return, resolve, file what they find."""
