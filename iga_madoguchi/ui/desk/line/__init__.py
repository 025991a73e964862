"""The desk's end of the staff's text line: a panel beside the call, one line on the ringing card."""
