"""Immigration: nobody is expelled but by an order with its ground, after every reason against."""
