"""channels · 渠道: text messages with citizens, in and out, by whatever way they use."""
