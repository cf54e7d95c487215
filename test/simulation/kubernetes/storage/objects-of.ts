import type { RaftClusterSpec, RaftClusterStatus } from '../../../../src/api/raftcluster.ts';
import type { Kind } from './kinds.ts';

/** Objects as they are stored, as far as the models read them. Nothing in here is ever changed in place. */
export interface ObjectsOf {
  readonly raftclusters: ClusterObject;
  readonly statefulsets: SetObject;
  readonly pods: PodObject;
  readonly secrets: SecretObject;
  readonly nodes: AnyObject;
  readonly leases: AnyObject;
  readonly events: AnyObject;
}

export interface AnyObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Metadata;
  readonly spec?: object;
  readonly status?: object;
}

export interface Metadata {
  readonly name: string;
  readonly namespace?: string;
  readonly uid: string;
  readonly resourceVersion: string;
  readonly generation?: number;
  readonly creationTimestamp: string;
  readonly deletionTimestamp?: string;
  readonly deletionGracePeriodSeconds?: number;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly ownerReferences?: readonly Owner[];
  readonly finalizers?: readonly string[];
}

export interface Owner {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
  readonly controller?: boolean;
  readonly blockOwnerDeletion?: boolean;
}

export interface ClusterObject extends AnyObject {
  readonly spec: RaftClusterSpec;
  readonly status?: RaftClusterStatus;
}

export interface SecretObject extends AnyObject {
  readonly data?: Readonly<Record<string, string>>;
}

export interface SetObject extends AnyObject {
  readonly spec: SetSpec;
  readonly status: SetStatus;
}

export interface SetSpec {
  readonly replicas: number;
  readonly serviceName: string;
  readonly podManagementPolicy: 'OrderedReady' | 'Parallel';
  readonly ordinals?: { readonly start: number };
  readonly updateStrategy: {
    readonly type: 'RollingUpdate' | 'OnDelete';
    readonly rollingUpdate?: { readonly partition: number };
  };
  readonly selector: { readonly matchLabels: Readonly<Record<string, string>> };
  readonly template: PodTemplate;
  /** Absent: the pods keep nothing. */
  readonly volumeClaimTemplates?: readonly { readonly metadata: { readonly name: string } }[];
  readonly persistentVolumeClaimRetentionPolicy?: {
    readonly whenScaled: 'Retain' | 'Delete';
    readonly whenDeleted: 'Retain' | 'Delete';
  };
}

export interface PodTemplate {
  readonly metadata: {
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec: { readonly terminationGracePeriodSeconds?: number };
}

export interface SetStatus {
  readonly observedGeneration?: number;
  readonly replicas: number;
  readonly readyReplicas?: number;
  readonly availableReplicas?: number;
  readonly currentReplicas?: number;
  readonly updatedReplicas?: number;
  readonly currentRevision?: string;
  readonly updateRevision?: string;
}

export interface PodObject extends AnyObject {
  readonly spec: {
    readonly nodeName?: string;
    readonly hostname?: string;
    readonly terminationGracePeriodSeconds: number;
  };
  readonly status: PodStatus;
}

export interface PodStatus {
  readonly phase: 'Pending' | 'Running' | 'Succeeded' | 'Failed';
  readonly reason?: string;
  readonly podIP?: string;
  readonly conditions?: readonly { readonly type: string; readonly status: 'True' | 'False' }[];
  readonly containerStatuses?: readonly { readonly restartCount: number; readonly ready: boolean }[];
}

/** An object as somebody writes it, before the server has looked at it. */
export interface Draft {
  readonly metadata: DraftMetadata;
  readonly [field: string]: unknown;
}

export type DraftMetadata = Partial<Metadata> & { readonly name: string };

export type ObjectOf<K extends Kind> = ObjectsOf[K];
