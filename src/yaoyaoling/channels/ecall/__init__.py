"""eCall: what a car tells by itself when it has crashed (Minimum Set of Data, EN 15722)."""
