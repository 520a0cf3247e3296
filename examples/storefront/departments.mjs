/** How the store sorts its shelves. The shop behind it knows no departments: that is the store's own business. */
export const departments = [
  {
    slug: 'cups',
    title: 'Cups',
    words: 'To hold on to, from the first coffee to the last.',
    goods: ['stoneware-mug', 'espresso-cups', 'coffee-pot'],
  },
  { slug: 'light', title: 'Light', words: 'For faces, not for ceilings.', goods: ['desk-lamp', 'paper-lantern'] },
  {
    slug: 'linen',
    title: 'Linen',
    words: 'Washed before you get it, better after a hundred dinners.',
    goods: ['linen-napkins', 'table-runner', 'tablecloth-to-measure'],
  },
  { slug: 'knives', title: 'Knives', words: 'Two are enough. These are the two.', goods: ['chefs-knife', 'paring-knife'] },
  { slug: 'tea', title: 'Tea', words: 'What is left when the plates are gone.', goods: ['sencha-tea', 'oolong-tin'] },
  {
    slug: 'table',
    title: 'The whole table',
    words: 'Salt, breakfast, and paper to give it away in.',
    goods: ['salt-cellar', 'breakfast-set', 'gift-wrapping'],
  },
];

/** The department that a thing lies in; nothing for one that lies in none. */
export const departmentOf = handle => departments.find(({ goods }) => goods.includes(handle));
