"""What the operating system is asked for: files whole or not at all, regular files only, child processes."""
