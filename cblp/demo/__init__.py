"""The demo association: a register, a made-up story, and the export files that it left behind."""
