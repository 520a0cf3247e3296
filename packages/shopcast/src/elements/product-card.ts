import '@shopcast/elements/product-card';
