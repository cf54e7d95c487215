/** Where in the life of an effect the operator gets SIGKILL. */
export const points = ['sending', 'arrived', 'answered', 'delivered'] as const;
/** `arrived` stands for `answered` where the effect has no answer. */
export type Point = (typeof points)[number];

/** One crash of a run: at this point of its effect with this number, from 1 on. */
export interface Crash {
  readonly effect: number;
  readonly point: Point;
}

/** As it is written in a command: `7.sending+9.answered`. */
export function printPlan(plan: readonly Crash[]): string {
  return plan.map(({ effect, point }) => `${effect}.${point}`).join('+');
}

export function parsePlan(text: string): readonly Crash[] {
  return text.split('+').map((crash) => {
    const [effect, name] = crash.split('.');
    const point = points.find((each) => each === name);
    if (point === undefined || !Number.isInteger(Number(effect))) throw new RangeError(`no crash: ${crash}`);
    return { effect: Number(effect), point };
  });
}
