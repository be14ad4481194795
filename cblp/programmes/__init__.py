"""What comes from outside and goes outside: partners, programmes, financing, requests to government, published progress."""
