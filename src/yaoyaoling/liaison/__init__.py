"""联动: work orders to partner desks, each with an owner and a clock at every moment."""
