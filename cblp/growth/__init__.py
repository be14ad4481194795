"""How members grow: superior products, mentors, trainings, learning cycles, the clinic, account safety, digital capital."""
