import '@shopcast/elements/product-tray';
