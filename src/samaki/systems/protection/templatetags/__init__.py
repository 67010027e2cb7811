"""What protection's pages say in words."""
