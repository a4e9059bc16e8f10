"""How connections reach the processes: heads awaited without a thread, sockets handed on by descriptor.

Bytes and descriptors pass through here; what they ask for is never looked into beyond the address.
"""
