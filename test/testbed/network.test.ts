import { type AddressInfo, createServer } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { freePorts, Network, requireFree } from './network.ts';

const claimed: Network[] = [];
afterEach(() => claimed.splice(0).forEach((network) => network.release()));

test('no address is given twice, also when more than one block is used up', async () => {
  const network = await claim();
  const addresses = await Promise.all(Array.from({ length: 600 }, () => network.nextAddress()));
  expect(new Set(addresses).size).toBe(600);
  expect(new Set(addresses.map(blockOf)).size).toBe(3);
});

test('two runs have nothing in common', async () => {
  const [one, other] = [await claim(), await claim()];
  expect(blockOf(await one.nextAddress())).not.toBe(blockOf(await other.nextAddress()));
});

test('pods do not get the control plane’s address, and all are on loopback', async () => {
  const network = await claim();
  const address = await network.nextAddress();
  expect(address).not.toBe(network.controlPlane);
  expect(address).toMatch(/^127\.\d+\.\d+\.\d+$/);
  expect(blockOf(address)).toBe(blockOf(network.controlPlane));
});

test('free ports differ', async () => {
  const network = await claim();
  const ports = await freePorts(network.controlPlane, 3);
  expect(new Set(ports).size).toBe(3);
});

test('a port that somebody listens on everywhere is named', async () => {
  const network = await claim();
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '0.0.0.0', resolve));
  const { port } = taken.address() as AddressInfo;
  await expect(requireFree(network.controlPlane, [port])).rejects.toThrow(`port ${port}`);
  await new Promise((resolve) => taken.close(resolve));
  await expect(requireFree(network.controlPlane, [port])).resolves.toBeUndefined();
});

async function claim(): Promise<Network> {
  const network = await Network.claim();
  claimed.push(network);
  return network;
}

function blockOf(address: string): string {
  return address.slice(0, address.lastIndexOf('.'));
}
