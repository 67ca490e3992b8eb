"""A pack for the meeting: its content, independent of the file that it becomes, and the pictures it has."""
