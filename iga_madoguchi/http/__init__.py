"""Plain HTTP and WebSocket routes, and the door on every socket."""
