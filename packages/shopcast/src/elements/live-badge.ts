import '@shopcast/elements/live-badge';
