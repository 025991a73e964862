"""Which functions this city uses: each can be switched off, and is then nowhere."""
