import type { HTMLAttributes, RefAttributes } from 'react';
import type { ShopcastTags } from 'shopcast/types';

type Tags = {
  [Tag in keyof ShopcastTags]: ShopcastTags[Tag] & HTMLAttributes<HTMLElementTagNameMap[Tag]> & RefAttributes<HTMLElementTagNameMap[Tag]>;
};

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements extends Tags {}
  }
}
