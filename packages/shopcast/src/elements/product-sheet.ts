import '@shopcast/elements/product-sheet';
