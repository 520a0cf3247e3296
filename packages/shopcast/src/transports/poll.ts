export * from '@shopcast/live/transports/poll';
