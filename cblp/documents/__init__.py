"""What goes out: tables as XLSX and CSV, pages to print."""
