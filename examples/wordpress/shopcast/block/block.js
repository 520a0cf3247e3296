/** The block in the editor: its settings, and what stands in its place. The page itself gets the element from PHP. */
(({ blocks, blockEditor, components, element }) => {
  const { createElement: make } = element;
  const field = (props, name, label) =>
    make(components.TextControl, { label, value: props.attributes[name], onChange: value => props.setAttributes({ [name]: value }) });
  blocks.registerBlockType('shopcast/show', {
    edit: props =>
      make(
        'div',
        blockEditor.useBlockProps(),
        make(
          components.Placeholder,
          { label: 'Shopcast show' },
          field(props, 'manifest', 'Address of the show; empty for that of the settings'),
          field(props, 'label', 'Title'),
          field(props, 'poster', 'Address of the poster'),
          make(components.ToggleControl, {
            label: 'The video is wider than high',
            checked: props.attributes.landscape,
            onChange: landscape => props.setAttributes({ landscape }),
          }),
        ),
      ),
    save: () => null,
  });
})(globalThis.wp);
