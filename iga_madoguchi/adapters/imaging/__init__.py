"""What is made of a picture of a paper."""
