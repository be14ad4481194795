"""Money that belongs to all: the books, savings, distributions of profit, and the safety net."""
