"""Page images of documents; `worker.py` is the child that opens what strangers sent."""
