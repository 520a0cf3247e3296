import type { ShopcastTags } from 'shopcast/types';
import type { DefineComponent } from 'vue';

type Tags = { [Tag in keyof ShopcastTags]: DefineComponent<ShopcastTags[Tag]> };

declare module 'vue' {
  interface GlobalComponents extends Tags {}
}
