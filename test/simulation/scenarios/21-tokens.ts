import { tokenSecret } from '../world/world.ts';
import { scenario } from './scenario.ts';
import { ids } from './stage.ts';

const rotated = 'rotated-0123456789-0123456789-0123456789';
/** A poll interval of 10 s, jittered, and a round of requests that meet a cold token. Milliseconds. */
const onePoll = 13_000;

export const tokenRotated = scenario(
  '21a',
  'the token rotated over a scale-down, its Secret missing',
  {},
  async (stage) => {
    await stage.healthy();
    stage.tokens.push(rotated);
    stage.store.ungraceful();
    stage.store.acceptsToken(rotated);
    const refused = { status: 'Unknown', reason: 'AdminUnauthorized', message: /arc-0 \(and 4 more\): .*401/ } as const;
    await stage.condition('QuorumHealthy', refused);
    stage.scale(3);
    await stage.verdict('arc-4', 'Blocked', 'AdminUnauthorized', /401.*is the token in the Secret one of this cluster/);
    await stage.polls(4);
    stage.users.deleteSecret(tokenSecret);
    await stage.condition('Ready', { status: 'Unknown', reason: 'AdminUnauthorized', message: /does not exist/ });
    await stage.polls(4);
    stage.expectDeletes([]);

    stage.users.setSecret(tokenSecret, { token: rotated });
    await stage.condition('QuorumHealthy', { reason: 'Healthy' }, onePoll);
    await stage.settled({ voters: ids(3) });
    stage.expectDeletes(['arc-4', 'arc-3']);
    stage.expectRemovals('arc-4 Removed', 'arc-3 Removed');
  },
);

export const tokenNotEverywhere = scenario('21b', 'a token that has not reached every node yet', {}, async (stage) => {
  await stage.healthy();
  // A follower that does not know it is not live; the others are enough.
  stage.store.faults({ token: 'unknown' }, 'arc-1');
  const one = /^4 of 5 voters are live, 3 are needed; arc-0 leads. Not live: arc-1 does not accept the admin token/;
  await stage.condition('QuorumHealthy', { reason: 'Healthy', message: one });
  stage.store.ungraceful();
  stage.scale(4);
  await stage.shows('the end of a removal', ({ removals, removal }) => removals?.length === 1 && !removal);
  stage.expectDeletes([{ member: 'arc-4', node: 'arc-0' }]);

  // Of the leader nobody else can speak.
  stage.store.faults({}, 'arc-1');
  stage.store.faults({ token: 'unknown' }, 'arc-0');
  await stage.condition('QuorumHealthy', { status: 'Unknown', reason: 'AdminUnauthorized', message: /^arc-0: .*401/ });
  stage.scale(3);
  await stage.verdict('arc-3', 'Blocked', 'AdminUnauthorized', /^arc-0: .*401/);
  await stage.polls(4);
  stage.expectDeletes(['arc-4']);

  stage.store.faults({}, 'arc-0');
  await stage.settled({ voters: ids(3) });
  stage.expectDeletes(['arc-4', { member: 'arc-3', node: 'arc-0' }]);
  stage.expectRemovals('arc-4 Removed', 'arc-3 Removed');
});

export const tokenMayOnlyRead = scenario('21c', 'a token that may read and not remove', {}, async (stage) => {
  await stage.healthy();
  stage.store.ungraceful();
  stage.store.acceptsToken(rotated);
  await stage.condition('QuorumHealthy', { status: 'Unknown', reason: 'AdminUnauthorized' });
  stage.users.setSecret(tokenSecret, { token: stage.world.arc.settings.tokens.read });
  stage.scale(3);
  await stage.verdict('arc-4', 'Blocked', 'AdminForbidden');
  await stage.polls(4);
  stage.expectDeletes([]);

  stage.tokens.push(rotated);
  stage.users.setSecret(tokenSecret, { token: rotated });
  await stage.settled({ voters: ids(3) });
  stage.expectDeletes(['arc-4', 'arc-3']);
});
