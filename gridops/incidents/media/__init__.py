"""The photos of a case: declared, arrived. Bytes are kept by the room of media."""
