"""What growing follows: pure formulas."""
