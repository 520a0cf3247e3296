import '@shopcast/elements/connection';
