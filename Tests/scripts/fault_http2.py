"""The HTTP/2 side of the fault server: answers `/echo`, resets the stream of `/reset`, goes away at `/goaway`."""
import json

import h2.config
import h2.connection
import h2.events


def serve(c, requests):
    state = h2.connection.H2Connection(h2.config.H2Configuration(client_side=False, header_encoding="utf-8"))
    state.initiate_connection()
    c.sock.sendall(state.data_to_send())
    heads, bodies = {}, {}
    while data := c.sock.recv(65536):
        for event in state.receive_data(data):
            if isinstance(event, h2.events.RequestReceived):
                heads[event.stream_id] = list(event.headers)
                bodies[event.stream_id] = b""
                requests[dict(event.headers)[":path"].split("?")[0].split("/")[2]] += 1
            elif isinstance(event, h2.events.DataReceived):
                bodies[event.stream_id] += event.data
                state.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
            elif isinstance(event, h2.events.StreamEnded):
                answer(c, state, event.stream_id, heads[event.stream_id], bodies[event.stream_id])
        c.sock.sendall(state.data_to_send())
        if state.state_machine.state == h2.connection.ConnectionState.CLOSED:
            return


def answer(c, state, stream, head, body):
    path = dict(head)[":path"]
    if path.startswith("/reset"):
        return state.reset_stream(stream, error_code=2)
    if path.startswith("/refused"):
        return state.reset_stream(stream, error_code=7)
    if path.startswith("/goaway"):
        return state.close_connection()
    text = json.dumps({"headers": head, "body": body.decode("latin-1"), "connection": c.number, "stream": stream})
    state.send_headers(stream, [(":status", "200"), ("content-length", str(len(text)))])
    state.send_data(stream, text.encode(), end_stream=True)
