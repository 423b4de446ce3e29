"""The HTTP side of the platform: errors, limits, who asks, feeds, health."""
