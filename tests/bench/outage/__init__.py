"""What a call does when the cable is pulled, the server dies, or packets are lost."""
