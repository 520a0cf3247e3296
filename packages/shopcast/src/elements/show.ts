import '@shopcast/elements/show';
