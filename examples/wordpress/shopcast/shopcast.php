<?php
/**
 * Plugin Name: Shopcast
 * Description: Live shopping shows in posts, pages and products, filling the cart of this store.
 * Version: 0.1.0
 * Requires at least: 6.5
 * Requires PHP: 7.4
 * License: GPL-2.0-or-later
 * License URI: https://www.gnu.org/licenses/gpl-2.0.html
 * Text Domain: shopcast
 */

defined('ABSPATH') || exit;

/** The files of the script tag, beside this one in cdn/, with their integrity; empty when they are missing. */
function shopcast_files(): array
{
    static $files = null;
    if ($files === null) {
        $list = __DIR__ . '/cdn/shopcast.json';
        $read = is_readable($list) ? json_decode((string) file_get_contents($list), true) : null;
        $files = array_column($read['files'] ?? [], 'integrity', 'file');
    }
    return $files;
}

/** What the settings page keeps: where shows lie, and which shop they sell from. */
function shopcast_settings(): array
{
    return wp_parse_args(get_option('shopcast', []), ['manifest' => '', 'shop' => 'woocommerce', 'load' => 'click']);
}

/** The element. Attributes of the shortcode or the block go before the settings. */
function shopcast_show($given): string
{
    // A field of the block that was left empty says nothing.
    $said = array_filter(is_array($given) ? $given : [], fn ($value) => $value !== '');
    $show = shortcode_atts(shopcast_settings() + ['label' => '', 'poster' => '', 'landscape' => ''], $said, 'shopcast');
    if ($show['manifest'] === '') {
        return current_user_can('edit_posts') ? '<p>' . esc_html__('Shopcast: name the address of a show.', 'shopcast') . '</p>' : '';
    }
    shopcast_enqueue();
    $attributes = ['manifest="' . esc_url($show['manifest']) . '"'];
    foreach (['shop', 'load', 'label'] as $name) {
        if ($show[$name] !== '') {
            $attributes[] = $name . '="' . esc_attr($show[$name]) . '"';
        }
    }
    if ($show['poster'] !== '') {
        $attributes[] = 'poster="' . esc_url($show['poster']) . '"';
    }
    if ($show['landscape'] !== '' && $show['landscape'] !== false && $show['landscape'] !== 'false') {
        $attributes[] = 'landscape';
    }
    return '<shopcast-show ' . implode(' ', $attributes) . '></shopcast-show>';
}

/** Asks for the script and the style sheet on pages that have a show, and on no other. */
function shopcast_enqueue(): void
{
    // Their names are known by their content: a version in the address would be another file for the cache.
    wp_enqueue_script_module('shopcast', plugins_url('cdn/shopcast.js', __FILE__), [], null);
    wp_enqueue_style('shopcast', plugins_url('cdn/shopcast.css', __FILE__), [], null);
}

/** Puts the integrity into the script tag. */
function shopcast_script_attributes(array $attributes): array
{
    $integrity = shopcast_files()['shopcast.js'] ?? '';
    if (($attributes['id'] ?? '') === 'shopcast-js-module' && $integrity !== '') {
        $attributes += ['integrity' => $integrity, 'crossorigin' => 'anonymous'];
    }
    return $attributes;
}

/** Puts the integrity into the tag of the style sheet. */
function shopcast_style_tag(string $tag, string $handle): string
{
    $integrity = shopcast_files()['shopcast.css'] ?? '';
    if ($handle !== 'shopcast' || $integrity === '') {
        return $tag;
    }
    return str_replace('<link ', '<link integrity="' . esc_attr($integrity) . '" crossorigin="anonymous" ', $tag);
}

add_shortcode('shopcast', 'shopcast_show');
add_filter('wp_script_attributes', 'shopcast_script_attributes');
add_filter('style_loader_tag', 'shopcast_style_tag', 10, 2);
add_action('init', function (): void {
    register_block_type(__DIR__ . '/block', ['render_callback' => 'shopcast_show']);
});
if (is_admin()) {
    require __DIR__ . '/settings.php';
}
