import { expect, test } from '@jest/globals';
import { ObjectStore } from '../../src/kube/object-store.ts';

const object = (namespace: string, name: string, resourceVersion: string, uid = 'u') => ({
  namespace,
  name,
  uid,
  resourceVersion,
});

test('lists a namespace or everything, and counts', () => {
  const store = new ObjectStore();
  store.set(object('x', 'a', '1'));
  store.set(object('x', 'b', '2'));
  store.set(object('y', 'a', '3'));
  store.remove('x', 'b', '4');
  expect([...store.list('x')]).toEqual([object('x', 'a', '1')]);
  expect([...store.list()]).toHaveLength(2);
  expect([...store.list('z')]).toEqual([]);
  expect(store.size).toBe(2);
  store.remove('y', 'a', '5');
  expect({ size: store.size, gone: store.get('y', 'a') }).toEqual({ size: 1, gone: undefined });
});

test('does not remove what is newer than the removal', () => {
  const store = new ObjectStore();
  store.set(object('x', 'a', '10'));
  expect(store.remove('x', 'a', '9')).toEqual([]);
  expect(store.remove('x', 'a', '10')).toHaveLength(1);
});

test('tells the end of the old object before the start of the new one', () => {
  const store = new ObjectStore();
  store.set(object('x', 'a', '9', 'old'));
  expect(store.set(object('x', 'a', '10', 'new')).map(({ type }) => type)).toEqual(['deleted', 'added']);
  expect(store.set(object('x', 'a', '9', 'old'))).toEqual([]);
});

test('is emptied as if everything had been deleted', () => {
  const store = new ObjectStore();
  store.set(object('x', 'a', '9'));
  expect(store.clear()).toEqual([{ type: 'deleted', object: object('x', 'a', '9') }]);
  expect({ size: store.size, all: [...store.list()] }).toEqual({ size: 0, all: [] });
});
