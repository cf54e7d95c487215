/** A course of time that Prometheus is told, and when an alert fires in it. All samples are 30 seconds apart. */
export interface Story {
  readonly title: string;
  /** `metric{label="…"} values`, the values in the notation of `promtool test rules`. */
  readonly series: readonly string[];
  readonly alert: string;
  /** All labels of the alert but its name. */
  readonly labels: Readonly<Record<string, string>>;
  readonly firesAt: readonly string[];
  readonly silentAt: readonly string[];
  /** What it says when it fires first. */
  readonly says?: { readonly summary: string; readonly description: string; readonly runbook: string };
}

type Plot = Omit<Story, 'alert' | 'labels' | 'firesAt' | 'silentAt' | 'says' | 'title'> &
  Partial<Pick<Story, 'firesAt' | 'silentAt' | 'says'>> & {
    /** Besides those that all stories of the alert share. */
    readonly labels?: Story['labels'];
  };

/** Tells stories about one alert; `labels` as they are whenever it fires. */
export function storiesOf(alert: string, labels: Story['labels']): (title: string, plot: Plot) => Story {
  return (title, plot) => ({
    firesAt: [],
    silentAt: [],
    ...plot,
    title,
    alert,
    labels: { ...labels, ...plot.labels },
  });
}

/** The labels of an alert about the RaftCluster of all stories. */
export function ofCluster(severity: string): Story['labels'] {
  return { namespace: 'db', name: 'arc', severity };
}

type Labels = Readonly<Record<string, string>>;

/** What the replica `pod` of the operator, the one that leads, reports of the RaftCluster db/arc. */
export function reports(metric: string, values: string, labels: Labels = {}, pod = 'operator-a'): string {
  return series(`raftcluster_${metric}`, { namespace: 'db', name: 'arc', ...labels, pod }, values);
}

/** What the replica `pod` says of itself. */
export function says(metric: string, values: string, labels: Labels = {}, pod = 'operator-a'): string {
  return series(metric, { ...labels, namespace: 'raftcluster-system', pod }, values);
}

function series(metric: string, labels: Labels, values: string): string {
  const pairs = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  return `${metric}{${pairs.join(',')}} ${values}`;
}
