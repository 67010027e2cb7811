"""How the picture is put together from what stands, issued and drawn. Pure."""
