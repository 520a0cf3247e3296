import { inShow, make, ready, state } from './gallery.js';

const announcement = given => make('shopcast-announcement', given);
const say = text => ({ run: [{ type: 'announce', data: { announcementId: 'a', text } }] });
state('Alone', announcement({ text: 'Free delivery on every order of tonight.' }), 'narrow');
await inShow('In a show', say('The blue glaze is back in the kiln. New mugs on Friday.'), announcement(), 'narrow');
await inShow('Over the video', say('The blue glaze is back in the kiln.'), announcement(), 'narrow over-dark');
await inShow(
  'Very long',
  say(
    'Everything you see tonight was made within forty kilometres of this table: the clay was dug in the valley, the linen woven across the river, the knives ground by the man who lent us this room, and the tea, well, the tea came by ship and is the one exception.',
  ),
  announcement(),
  'narrow',
);
await inShow('From right to left', say('التوصيل مجاني لكل طلبات هذه الليلة.'), announcement(), 'narrow');
await inShow('None', {}, announcement(), 'narrow');
await ready();
