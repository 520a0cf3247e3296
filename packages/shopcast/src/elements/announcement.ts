import '@shopcast/elements/announcement';
