"""What could not be read, as a person looks at it: listed, taken in after all, or put away. Bodies never leave."""
