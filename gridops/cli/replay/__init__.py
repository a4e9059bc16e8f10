"""A city's own service requests sent through the whole service, on a database that is gone afterwards."""
