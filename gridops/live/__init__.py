"""The log on its way to screens: snapshot, catch-up, sockets. Changes nothing."""
