export * from '@shopcast/live/transports/in-stream';
