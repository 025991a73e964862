"""When the power fails: who is told, when calls end, when the machine is to stop. Never stops it itself."""
