export * from '@shopcast/live/transports/file';
