import { Link } from 'react-router';

export const Home = () => (
  <>
    <h1>Things for the table</h1>
    <p>
      Mara shows eight of them. Look at <Link to="/goods">the goods</Link> meanwhile: she goes on.
    </p>
  </>
);

export const Goods = () => (
  <>
    <h1>Goods</h1>
    <ul>
      <li>Table runner, linen</li>
      <li>Turning lamp, ash and steel</li>
      <li>Stoneware mug, thrown by hand</li>
    </ul>
  </>
);

export const About = () => (
  <>
    <h1>About us</h1>
    <p>A small store that is made up, with a show that is real.</p>
  </>
);
