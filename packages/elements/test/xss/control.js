/**
 * The control: what a page does that takes texts for markup. Runs as text in an empty page without a policy; every payload becomes `innerHTML` in a
 * frame, and every event that something in there waits for is sent. Counts in `top.executed`.
 */
globalThis.tryAsMarkup = async payloads => {
  let frame;
  const renew = () => {
    frame?.remove();
    frame = document.createElement('iframe');
    // Nothing in it can leave this page or open another.
    frame.sandbox = 'allow-scripts allow-same-origin';
    document.body.append(frame);
    return frame.contentDocument;
  };
  const place = () => {
    try {
      const { contentDocument: inside } = frame;
      return inside?.URL === 'about:blank' && inside.body ? inside : renew();
    } catch {
      return renew();
    }
  };
  renew();
  for (const payload of payloads) {
    // What runs may take the whole document away.
    const { body } = place();
    body.innerHTML = payload;
    for (const element of body.querySelectorAll('*'))
      for (const { name } of [...element.attributes]) if (name.startsWith('on')) element.dispatchEvent(new Event(name.slice(2)));
    for (const link of body.querySelectorAll('a')) link.dispatchEvent(new MouseEvent('click', { cancelable: true }));
    // Addresses that are code run when the page comes to rest.
    await new Promise(resolve => setTimeout(resolve));
  }
};
