import '@shopcast/elements/countdown-offer';
