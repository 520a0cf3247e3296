export * from '@shopcast/live/transports/sse';
