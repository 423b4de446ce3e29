"""Starting the engines and our own processes on one machine, watching them, and stopping what was started."""
