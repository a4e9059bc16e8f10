"""up, down, status, reset, remove: what may be asked of a private cluster. Each may be asked twice.

A half-made cluster is made anew, a killed one recovers, a port taken meanwhile is exchanged for another.
"""

from __future__ import annotations

import shutil
from dataclasses import replace

import click

from gridops import config
from gridops.cli.cluster import creation
from gridops.cli.cluster.account import server_account
from gridops.cli.cluster.places import (
    becomes_free,
    choose_place,
    is_free,
    pick_port,
    possible_places,
    socket_folder,
)
from gridops.cli.cluster.server import Server, running_pid, running_port, server_of
from gridops.cli.cluster.spec import (
    ClusterError,
    ClusterSpec,
    Info,
    State,
    Status,
    foreign,
    locked,
    make_password,
    read_state,
    write_state,
)


def up(spec: ClusterSpec) -> Info:
    """Make the cluster if there is none, start it if it is stopped, and return how to reach it.

    Raises ClusterError, which says what is missing and what to type.
    """
    with locked(spec):
        state = read_state(spec)
        if state is None or not state.is_ready:
            return _info(spec, _create(spec, state), was_started=True)
        if not (state.data_dir / "PG_VERSION").exists():
            raise ClusterError(f"The data of the cluster, {state.data_dir}, is gone. Type: gridops db reset")
        state, was_started = _start(spec, state)
        if was_started:
            creation.keep_quiet(server_of(state, is_durable=spec.is_durable))
        _keep_password(spec, state)
        return _info(spec, state, was_started=was_started)


def down(spec: ClusterSpec, *, only_if_idle: bool = False) -> bool:
    """Stop the cluster (if asked so, only when nobody is connected); False when it was not stopped."""
    if not spec.root.exists():
        return False
    with locked(spec):
        state = read_state(spec)
        if state is None or running_pid(state) is None:
            return False
        server = server_of(state, is_durable=spec.is_durable)
        if only_if_idle and server.count_clients():
            return False
        server.stop()
        return True


def status(spec: ClusterSpec) -> Status:
    """What the cluster is doing; raises ClusterError for another account's cluster."""
    state = read_state(spec)
    if state is None or not state.is_ready:
        return Status("absent")
    return Status("stopped" if running_pid(state) is None else "running", state.port, state.data_dir)


def server_pid(spec: ClusterSpec) -> int | None:
    """The number of the running server's process; None while it is stopped."""
    state = read_state(spec)
    return running_pid(state) if state is not None else None


def remove(spec: ClusterSpec) -> bool:
    """Stop the cluster and delete it with all its data; False when there was none."""
    if not spec.root.exists():
        return False
    with locked(spec):
        _remove(spec)
    return True


def reset(spec: ClusterSpec) -> Info:
    """Delete the cluster with all its data and make an empty one."""
    remove(spec)
    return up(spec)


def _create(spec: ClusterSpec, former: State | None) -> State:
    if former is not None:
        click.echo("A former preparation of the database was cut short: made anew.")
        _remove(spec)
    left = [place for place in possible_places(spec) if creation.has_data(place)]
    if left:
        raise ClusterError(f"{left[0]} holds a database nobody remembers. To delete it: gridops db reset")
    account = server_account(None)
    place = choose_place(spec, account)
    state = State(port=pick_port(), place=place, is_ready=False)
    write_state(spec, state)
    server = server_of(state, is_durable=spec.is_durable)
    creation.initialise(server)
    state, _ = _start(spec, state)
    creation.prepare(server_of(state, is_durable=spec.is_durable), make_password(spec))
    state = replace(state, is_ready=True)
    write_state(spec, state)
    return state


def _start(spec: ClusterSpec, state: State) -> tuple[State, bool]:
    if running_pid(state) is not None:
        # The running server knows its port best, should a crash have lost the remembered one.
        state = _remember(spec, replace(state, port=running_port(state) or state.port))
        if server_of(state, is_durable=spec.is_durable).wait_until_ready():
            return state, False
    # A killed server holds its port for a moment longer than its life: not a reason to take another.
    server_of(state, is_durable=spec.is_durable).clear_leftovers()
    for is_last in (False, True):
        if not becomes_free(state.port):
            taken = state.port
            state = _remember(spec, replace(state, port=pick_port()))
            click.echo(f"Port {taken} was taken meanwhile: the database now listens on {state.port}.")
        try:
            server_of(state, is_durable=spec.is_durable).start()
        except ClusterError:
            # Taken between the look and the start: once more with another port.
            if is_last or is_free(state.port):
                raise
        else:
            break
    return state, True


def _remember(spec: ClusterSpec, state: State) -> State:
    if state != read_state(spec):
        write_state(spec, state)
    return state


def _keep_password(spec: ClusterSpec, state: State) -> None:
    """Give the owner role a new password when its file was lost."""
    if not spec.password_file.exists():
        server: Server = server_of(state, is_durable=spec.is_durable)
        creation.set_password(server, make_password(spec))


def _remove(spec: ClusterSpec) -> None:
    try:
        state = read_state(spec)
    except ClusterError:
        if not spec.state_file.exists():
            raise
        state = None  # damaged: the usual places are looked at all the same
    places = {*possible_places(spec), *([state.place] if state is not None else [])}
    for place in places:
        _remove_place(spec, State(port=0, place=place, is_ready=False))
    for file in (spec.state_file, spec.password_file):
        file.unlink(missing_ok=True)


def _remove_place(spec: ClusterSpec, state: State) -> None:
    try:
        if not state.place.exists():
            return
        if running_pid(state) is not None:
            server_of(state, is_durable=spec.is_durable).stop()
        folder = socket_folder(state.place, server_account(state.place))
        shutil.rmtree(folder, ignore_errors=True)
        shutil.rmtree(state.place)
    except PermissionError as err:
        raise foreign(state.place) from err


def _info(spec: ClusterSpec, state: State, *, was_started: bool) -> Info:
    url = config.cluster_url(spec.root)
    if url is None:
        raise ClusterError("The cluster was made and its state is gone again. Type: gridops db reset")
    return Info(url, state.port, state.data_dir, was_started)
