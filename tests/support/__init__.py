"""What tests share: a room with the real bot and emulated phones, transcripts, prepared databases; must hold no test."""
