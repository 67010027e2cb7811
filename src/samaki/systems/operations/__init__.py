"""Operations: which sites, at which hour, and who was found there."""
