import '@shopcast/elements/cart-drawer';
