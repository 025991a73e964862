"""For how long the server and each terminal were there, day by day: what availability is reckoned from."""
