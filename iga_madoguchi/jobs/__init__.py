"""What happens without anybody touching a screen: the schedule, and the relay kept in step with the calls."""
