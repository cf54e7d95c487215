import type { KubeClient } from '../../testbed/kube-client.ts';
import type { KubeObject } from '../../testbed/kube-object.ts';
import { waitUntil } from '../../testbed/wait-until.ts';

const patience = { timeout: 30_000 };

interface Autoscaled extends KubeObject {
  readonly spec: { readonly replicas?: number };
}

interface HorizontalPodAutoscaler extends KubeObject {
  readonly status?: { readonly conditions?: readonly { readonly reason: string; readonly message: string }[] };
}

/** A HorizontalPodAutoscaler of the real controller. It needs no metrics to bring a set down to its maximum. */
export class Autoscaler {
  readonly #kube: KubeClient;
  readonly #namespace: string;
  readonly #set: string;

  constructor(kube: KubeClient, namespace: string, set: string) {
    this.#kube = kube;
    this.#namespace = namespace;
    this.#set = set;
  }

  async start(maxReplicas: number): Promise<void> {
    const scaleTargetRef = { apiVersion: 'apps/v1', kind: 'StatefulSet', name: this.#set };
    const metadata = { name: this.#set, namespace: this.#namespace };
    await this.#kube.apply([{ ...autoscalers, metadata, spec: { minReplicas: 1, maxReplicas, scaleTargetRef } }]);
  }

  /** Waits for a condition with this reason and message. */
  async says(reason: string, message: string): Promise<void> {
    const ref = { ...autoscalers, namespace: this.#namespace, name: this.#set };
    await waitUntil(`the autoscaler to say ${reason}: ${message}`, patience, async () => {
      const { status } = await this.#kube.get<HorizontalPodAutoscaler>(ref);
      return status?.conditions?.some(
        (condition) => condition.reason === reason && condition.message.includes(message),
      );
    });
  }

  async reaches(replicas: number): Promise<void> {
    const ref = { apiVersion: 'apps/v1', kind: 'StatefulSet', namespace: this.#namespace, name: this.#set };
    await waitUntil(`${replicas} replicas`, patience, async () => {
      return (await this.#kube.get<Autoscaled>(ref)).spec.replicas === replicas;
    });
  }
}

const autoscalers = { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler' };
