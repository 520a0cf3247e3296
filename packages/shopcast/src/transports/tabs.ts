export * from '@shopcast/live/transports/tabs';
