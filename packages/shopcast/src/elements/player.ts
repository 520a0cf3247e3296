import '@shopcast/elements/player';
