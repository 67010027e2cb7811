"""Places: the tree of areas, from the country to the district."""
