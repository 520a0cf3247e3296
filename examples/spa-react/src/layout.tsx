import { useState } from 'react';
import { NavLink, Outlet } from 'react-router';

/** What stands around every page. The show is part of it, so it plays on while the pages change. */
export function Layout() {
  const [units, setUnits] = useState(0);
  return (
    <>
      <header>
        <nav>
          <NavLink to="/">Home</NavLink>
          <NavLink to="/goods">Goods</NavLink>
          <NavLink to="/about">About</NavLink>
        </nav>
        <output>In the cart: {units}</output>
      </header>
      <div className="columns">
        <main>
          <Outlet />
        </main>
        <aside>
          <shopcast-show
            manifest="/examples/replay/show.json"
            shop="memory"
            shop-goods="/examples/replay/goods.json"
            poster="/examples/show/poster.jpg"
            onshopcast-cart-changed={({ detail }) => setUnits(detail.cart.quantity)}
          />
        </aside>
      </div>
    </>
  );
}
