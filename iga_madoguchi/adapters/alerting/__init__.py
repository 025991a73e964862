"""The means that a closed network has to tell of a fault: mail, a webhook, a signal lamp."""
