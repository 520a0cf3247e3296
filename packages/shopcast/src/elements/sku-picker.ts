import '@shopcast/elements/sku-picker';
