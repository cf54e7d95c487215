import { expect, test } from '@jest/globals';
import type { Dispatcher } from 'undici';
import { Flight, Refusal } from '../../src/ports/http-flight.ts';

/** The handler that undici would be given, around `handler`. */
function guard(flight: Flight, handler: Dispatcher.DispatchHandler): Dispatcher.DispatchHandler {
  let guarded: Dispatcher.DispatchHandler = {};
  const dispatch = flight.intercept((_, given) => {
    guarded = given;
    return true;
  });
  dispatch({ path: '/', method: 'DELETE' }, handler);
  return guarded;
}

const controller: Dispatcher.DispatchController = {
  aborted: false,
  paused: false,
  reason: null,
  abort: () => {},
  pause: () => {},
  resume: () => {},
};

test('is written once, however often its dispatcher tries', () => {
  let starts = 0;
  const flight = new Flight();
  const handler = guard(flight, { onRequestStart: () => void (starts += 1) });
  handler.onRequestStart?.(controller, {});
  expect(() => handler.onRequestStart?.(controller, {})).toThrow('written before');
  expect({ starts, written: flight.written }).toEqual({ starts: 1, written: true });
});

test('is not written when what must hold does not', () => {
  const flight = new Flight(() => {
    throw new Refusal('tooLate');
  });
  const handler = guard(flight, { onRequestStart: () => expect(false).toBe(true) });
  expect(() => handler.onRequestStart?.(controller, {})).toThrow('Not sent: tooLate');
  expect(flight.written).toBe(false);
});
