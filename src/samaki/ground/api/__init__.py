"""What every address of the API shares: who asks, how it refuses, how a write is repeated."""
