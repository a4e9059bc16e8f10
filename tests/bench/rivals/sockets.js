// Node's own Socket.IO server as its documentation has it: one namespace, everybody gets everything.
// No log, no rights, no database: POST /burst?n=20 emits n events and answers with each one's id and moment.
import { createServer } from "node:http";
import { randomUUID } from "node:crypto";
import { Server } from "socket.io";

const [port, bytes] = process.argv.slice(2).map(Number);
const http = createServer();
const io = new Server(http, { transports: ["websocket"], serveClient: false });
const live = io.of("/live");
// As many bytes of JSON as an event of ours has.
const filling = "x".repeat(Math.max(0, bytes - 120));

live.on("connection", (socket) => socket.emit("caught_up", { cursor: 0 }));

http.on("request", (request, response) => {
  const address = new URL(request.url, "http://localhost");
  if (address.pathname !== "/burst") return; // socket.io's own
  const sent = [];
  for (let n = Number(address.searchParams.get("n")); n > 0; n -= 1) {
    const id = randomUUID();
    // The same clock as Python's time.monotonic().
    sent.push([id, Number(process.hrtime.bigint()) / 1e9]);
    live.emit("event", { seq: sent.length, entity_id: id, data: { incident: filling } });
  }
  response.end(JSON.stringify(sent));
});
http.listen(port, "127.0.0.1");
