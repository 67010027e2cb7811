"""Sites: parks, compounds, casinos and other premises."""
