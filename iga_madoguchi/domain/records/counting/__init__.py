"""From the operation log to figures: stays, and what is summed up over them."""
