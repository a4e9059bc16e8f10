"""The faces of the service: pages and what they load. They hold no data; that comes by the contract."""
