import '@shopcast/elements/cart-button';
