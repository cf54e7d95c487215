import type { Member, Suffrage } from '../../membership/evidence.ts';
import { InvalidAnswer } from './invalid-answer.ts';

const mostMembers = 64;

/**
 * One server as Go's `%+v` prints it. Nothing in that text is quoted, so a name with a space or a brace in it could
 * read as another server: it is refused, and so are invisible characters and U+FFFD, by which Go's JSON replaces bytes
 * that are no text. Without them the text can be read in one way only, and in linear time.
 */
const server = /\{Suffrage:(\w{1,16}) ID:([^\s{}\p{C}\uFFFD]{1,256}) Address:([^\s{}\p{C}\uFFFD]{1,512})\}/uy;

/**
 * The members in `raft.stats.latest_configuration`, the one place where generation A of Arc shows them, e.g.
 * `[{Suffrage:Voter ID:arc-writer-0 Address:10.0.0.7:9200} {…}]`. `[]`: the node has no configuration. All of the text
 * must be understood, else `InvalidAnswer`: half of a configuration would be another quorum.
 */
export function parseConfiguration(text: string): readonly Member[] {
  if (text === '[]') return [];
  const members: Member[] = [];
  let at = 0;
  do {
    if (members.length === mostMembers) throw refused(`has more than ${mostMembers} members`);
    server.lastIndex = at + 1;
    const match = text[at] === (at === 0 ? '[' : ' ') ? server.exec(text) : null;
    if (match === null) throw refused(`cannot be read from its member ${members.length + 1} on`);
    members.push(toMember(match));
    at = server.lastIndex;
  } while (text[at] !== ']' || at < text.length - 1);
  checkLikeRaft(members);
  return members;
}

const suffrages: readonly Suffrage[] = ['Voter', 'Nonvoter', 'Staging'];

function toMember([, printed, id, address]: RegExpExecArray): Member {
  const suffrage = suffrages.find((each) => each === printed);
  if (suffrage === undefined || id === undefined || address === undefined) throw refused('has an unknown suffrage');
  return { id, suffrage, address };
}

/** What hashicorp/raft lets into no configuration (`checkConfiguration`, v1.6.0) says that the text was misread. */
function checkLikeRaft(members: readonly Member[]): void {
  if (new Set(members.map(({ id }) => id)).size < members.length) throw refused('lists an id twice');
  if (new Set(members.map(({ address }) => address)).size < members.length) throw refused('lists an address twice');
  if (!members.some(({ suffrage }) => suffrage === 'Voter')) throw refused('has no voter');
}

function refused(why: string): InvalidAnswer {
  return new InvalidAnswer(`raft.stats.latest_configuration ${why}`);
}
