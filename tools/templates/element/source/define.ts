import { Shopcast__Name__ } from './__name__.js';

if (!customElements.get('shopcast-__name__')) customElements.define('shopcast-__name__', Shopcast__Name__);
