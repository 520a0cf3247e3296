import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { HostedShow } from '../rooms/rooms.js';

/** The figures a server keeps of itself; nothing in them names a person. */
export interface Metrics {
  readonly commands: Counter<'outcome'>;
  readonly requests: Histogram<'method' | 'route' | 'status'>;
  readonly webhooks: Counter<'outcome'>;
  readonly refusedConnections: Counter;
  /** Everything in Prometheus' text format. */
  text(): Promise<string>;
  readonly contentType: string;
  /** Stops counting. */
  close(): void;
}

/** Makes the figures of one server. `shows` tells which are open, `bytes` what was written to readers. */
export function createMetrics(shows: () => readonly HostedShow[]): Metrics {
  const registry = new Registry();
  // Every look at the delay of the event loop wakes the process: ten a second tell as much as a hundred.
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: 100 });
  const registers = [registry];
  const sum = (pick: (show: HostedShow) => number): number => shows().reduce((total, show) => total + pick(show), 0);
  const gauge = (name: string, help: string, pick: (show: HostedShow) => number): void => {
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(sum(pick));
      },
    });
  };
  gauge('shopcast_open_shows', 'Shows open on this server.', () => 1);
  gauge('shopcast_viewers', 'Viewers connected.', show => show.hub.viewers);
  gauge('shopcast_readers', 'Streams open, staff included.', show => show.hub.readers);
  gauge('shopcast_log_events', 'Events in the logs of open shows.', show => show.room.position.seq);
  gauge('shopcast_stream_bytes', 'Bytes written to streams of open shows.', show => show.hub.bytesSent);
  gauge('shopcast_stream_frames', 'Frames written to streams of open shows, one for each reader.', show => show.hub.framesSent);
  gauge('shopcast_readers_cut', 'Readers cut because they did not keep up.', show => show.hub.cut);
  return {
    commands: new Counter({ name: 'shopcast_commands_total', help: 'Commands by outcome.', labelNames: ['outcome'], registers }),
    requests: new Histogram({
      name: 'shopcast_request_seconds',
      help: 'Time to answer, by route.',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2],
      registers,
    }),
    webhooks: new Counter({ name: 'shopcast_webhook_tries_total', help: 'Tries to deliver webhooks.', labelNames: ['outcome'], registers }),
    refusedConnections: new Counter({ name: 'shopcast_refused_connections_total', help: 'Streams refused for want of room.', registers }),
    text: () => registry.metrics(),
    contentType: registry.contentType,
    close: () => registry.clear(),
  };
}
