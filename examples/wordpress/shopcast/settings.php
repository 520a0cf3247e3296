<?php
/** The page Settings > Shopcast. */

defined('ABSPATH') || exit;

/** What may be chosen. */
function shopcast_choices(): array
{
    return [
        'shop' => ['woocommerce' => __('WooCommerce of this site', 'shopcast'), '' => __('What the show names', 'shopcast')],
        'load' => [
            'click' => __('when it is clicked', 'shopcast'),
            'visible' => __('when it is seen', 'shopcast'),
            'eager' => __('at once', 'shopcast'),
        ],
    ];
}

/** Keeps what is an address, and of choices what there is to choose. */
function shopcast_sanitize($given): array
{
    $given = is_array($given) ? $given : [];
    $kept = ['manifest' => esc_url_raw($given['manifest'] ?? '')];
    foreach (shopcast_choices() as $name => $choices) {
        $wanted = (string) ($given[$name] ?? '');
        $kept[$name] = isset($choices[$wanted]) ? $wanted : (string) array_key_first($choices);
    }
    return $kept;
}

function shopcast_settings_page(): void
{
    $settings = shopcast_settings();
    echo '<div class="wrap"><h1>Shopcast</h1>';
    if (!shopcast_files()) {
        echo '<div class="notice notice-error"><p>' . esc_html__('The folder cdn of the plugin is missing: no show can be seen.', 'shopcast') . '</p></div>';
    }
    echo '<form method="post" action="options.php">';
    settings_fields('shopcast');
    echo '<p><label>' . esc_html__('Address of the show, where none is named', 'shopcast');
    echo ' <input class="regular-text" type="url" name="shopcast[manifest]" value="' . esc_attr($settings['manifest']) . '"></label></p>';
    $labels = ['shop' => __('What is sold comes from', 'shopcast'), 'load' => __('A show begins', 'shopcast')];
    foreach (shopcast_choices() as $name => $choices) {
        echo '<p><label>' . esc_html($labels[$name]) . ' <select name="shopcast[' . esc_attr($name) . ']">';
        foreach ($choices as $value => $label) {
            echo '<option value="' . esc_attr($value) . '"' . selected($settings[$name], $value, false) . '>' . esc_html($label) . '</option>';
        }
        echo '</select></label></p>';
    }
    submit_button();
    echo '</form></div>';
}

add_action('admin_init', function (): void {
    register_setting('shopcast', 'shopcast', ['type' => 'array', 'sanitize_callback' => 'shopcast_sanitize']);
});
add_action('admin_menu', function (): void {
    add_options_page('Shopcast', 'Shopcast', 'manage_options', 'shopcast', 'shopcast_settings_page');
});
