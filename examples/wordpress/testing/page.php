<?php
/**
 * Draws a page as WordPress would, with stand-ins for the functions of WordPress that the plugin calls:
 *
 *   php page.php PLUGIN_FOLDER '{"settings": {...}, "shortcode": {...}, "block": {...}, "admin": false, "given": {...}}'
 *
 * Prints JSON: the HTML of shortcode, block, head and settings page, what the settings keep of what was `given`, and the name of the block.
 */

[, $folder, $asked] = $argv;
$asked = json_decode($asked, true);
define('ABSPATH', '/');
$world = ['actions' => [], 'filters' => [], 'shortcodes' => [], 'modules' => [], 'styles' => [], 'blocks' => [], 'settings' => [], 'pages' => []];

function add_action($name, $run) { global $world; $world['actions'][$name][] = $run; }
function add_filter($name, $run, $priority = 10, $count = 1) { global $world; $world['filters'][$name][] = [$run, $count]; }
function add_shortcode($name, $run) { global $world; $world['shortcodes'][$name] = $run; }
function register_block_type($path, $options) { global $world; $world['blocks'][$path] = $options['render_callback']; }
function register_setting($group, $name, $options) { global $world; $world['settings'][$name] = $options['sanitize_callback']; }
function add_options_page($title, $menu, $right, $slug, $draw) { global $world; $world['pages'][$slug] = $draw; }
function wp_enqueue_script_module($id, $src) { global $world; $world['modules'][$id] = $src; }
function wp_enqueue_style($handle, $src) { global $world; $world['styles'][$handle] = $src; }
function plugins_url($path) { return '/wp-content/plugins/shopcast/' . $path; }
function get_option($name, $default) { global $asked; return $asked['settings'] ?? $default; }
function wp_parse_args($given, $defaults) { return array_merge($defaults, $given); }
function shortcode_atts($defaults, $given) { return array_merge($defaults, array_intersect_key($given, $defaults)); }
function is_admin() { global $asked; return $asked['admin'] ?? false; }
function current_user_can() { global $asked; return $asked['admin'] ?? false; }
function esc_attr($text) { return htmlspecialchars((string) $text, ENT_QUOTES); }
function esc_html($text) { return htmlspecialchars((string) $text, ENT_QUOTES); }
function esc_url_raw($url) { return preg_match('~^(?:https?:)?/~', (string) $url) ? (string) $url : ''; }
function esc_url($url) { return esc_attr(esc_url_raw($url)); }
function __($text) { return $text; }
function esc_html__($text) { return esc_html($text); }
function selected($value, $current) { return (string) $value === (string) $current ? ' selected' : ''; }
function settings_fields() { }
function submit_button() { echo '<button>Save</button>'; }

function run_filters($name, $value, ...$more)
{
    global $world;
    foreach ($world['filters'][$name] ?? [] as [$run, $count]) {
        $value = $run(...array_slice([$value, ...$more], 0, $count));
    }
    return $value;
}

require $folder . '/shopcast.php';
foreach (['init', 'admin_init', 'admin_menu'] as $action) {
    foreach ($world['actions'][$action] ?? [] as $run) {
        $run();
    }
}
$shortcode = isset($asked['shortcode']) ? $world['shortcodes']['shopcast']($asked['shortcode']) : '';
$block = isset($asked['block']) ? reset($world['blocks'])($asked['block']) : '';
$head = '';
foreach ($world['styles'] as $handle => $src) {
    $head .= run_filters('style_loader_tag', "<link rel='stylesheet' id='$handle-css' href='$src' media='all' />", $handle);
}
foreach ($world['modules'] as $id => $src) {
    $attributes = run_filters('wp_script_attributes', ['type' => 'module', 'src' => $src, 'id' => "$id-js-module"]);
    $head .= '<script ' . implode(' ', array_map(fn ($name) => $name . '="' . esc_attr($attributes[$name]) . '"', array_keys($attributes))) . '></script>';
}
ob_start();
if (isset($world['pages']['shopcast'])) {
    $world['pages']['shopcast']();
}
$kept = isset($asked['given']) ? $world['settings']['shopcast']($asked['given']) : null;
echo json_encode(['shortcode' => $shortcode, 'block' => $block, 'head' => $head, 'page' => ob_get_clean(), 'kept' => $kept]);
