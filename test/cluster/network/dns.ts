import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';

const PORT = 53;
const TTL = 1;
const A = 1;
const NOT_FOUND = 3;

/**
 * The cluster's name server: it knows the pods of headless Services, Ready or not, and nothing else. `addressOf` gets the
 * pod's hostname, the Service and the namespace.
 */
export async function serveNames(
  address: string,
  addressOf: (host: string, service: string, namespace: string) => string | undefined,
  port = PORT,
): Promise<Socket> {
  const socket = createSocket('udp4');
  socket.on('message', (query, { address: peer, port: peerPort }) => {
    const answer = answerTo(query, addressOf);
    if (answer !== undefined) socket.send(answer, peerPort, peer);
  });
  socket.bind(port, address);
  await once(socket, 'listening');
  return socket;
}

type AddressOf = Parameters<typeof serveNames>[1];

/** RFC 1035, one question a query, no additional records. */
function answerTo(query: Buffer, addressOf: AddressOf): Buffer | undefined {
  const labels: string[] = [];
  let at = 12;
  while ((query[at] ?? 0) > 0) {
    const length = query[at] ?? 0;
    labels.push(query.toString('latin1', at + 1, at + 1 + length).toLowerCase());
    at += 1 + length;
  }
  const end = at + 5;
  if (query.length < end) return undefined;
  const [host = '', service = '', namespace = '', ...zone] = labels;
  const found = zone.join('.') === 'svc.cluster.local' ? addressOf(host, service, namespace) : undefined;
  const isAsked = query.readUInt16BE(at + 1) === A;
  const header = Buffer.from(query.subarray(0, 12));
  header.writeUInt16BE(0x8580 | (found === undefined ? NOT_FOUND : 0), 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(found !== undefined && isAsked ? 1 : 0, 6);
  header.writeUInt32BE(0, 8);
  if (found === undefined || !isAsked) return Buffer.concat([header, query.subarray(12, end)]);
  const record = Buffer.from([0xc0, 12, 0, A, 0, 1, 0, 0, 0, TTL, 0, 4, ...found.split('.').map(Number)]);
  return Buffer.concat([header, query.subarray(12, end), record]);
}
