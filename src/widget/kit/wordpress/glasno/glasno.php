<?php
/**
 * Plugin Name: Glasno
 * Description: A municipality's budget consultation in a page: block, shortcode, or its address pasted on a line of its own.
 * Version: 0.1.0
 * Requires at least: 5.8
 * Requires PHP: 7.4
 * License: GPL-2.0-or-later
 * License URI: https://www.gnu.org/licenses/gpl-2.0.html
 * Text Domain: glasno
 *
 * Glasno itself is under the EUPL-1.2, whose appendix names the GPL as compatible; what WordPress loads is offered under
 * the GPL, as WordPress asks.
 *
 * The page gets <glasno-budget src="…"><a href="…">…</a></glasno-budget> and one script from the municipality's own
 * Glasno server. Without script, and where the server is away, the link inside is what stays.
 */

defined( 'ABSPATH' ) || exit;

require __DIR__ . '/proxy.php';
require __DIR__ . '/settings.php';

/** What an editor may say of it, beside the address. */
const GLASNO_OPTIONS = array( 'lang', 'theme', 'mode', 'loading', 'heading-level', 'min-height', 'view', 'hide', 'compact', 'ref' );

/**
 * What the administrator has set: `server` (https://…, no slash at its end), `version` ('' is always the newest) with its
 * `integrity`, and `proxy`, whether citizens reach the server through this site.
 */
function glasno_settings() {
	$none = array( 'server' => '', 'version' => '', 'integrity' => '', 'proxy' => false );
	return wp_parse_args( get_option( 'glasno', array() ), $none );
}

/** Where browsers find the server: itself, or this site before it. */
function glasno_base() {
	$settings = glasno_settings();
	return $settings['proxy'] ? home_url( '/' . GLASNO_FOLDER ) : $settings['server'];
}

/** The element with the link inside. An address that is not a consultation of our server is only a link. */
function glasno_element( $attributes, $text = '' ) {
	$attributes = wp_parse_args( $attributes, array( 'url' => '', 'lang' => '' ) );
	$settings   = glasno_settings();
	$address    = trim( $attributes['url'] );
	if ( '' === trim( (string) $text ) ) {
		$text = 'en' === $attributes['lang'] ? 'Take part in the budget consultation' : 'Участвайте в обсъждането на бюджета';
	}
	$link = '<a href="' . esc_url( $address ) . '">' . esc_html( $text ) . '</a>';
	if ( '' === $settings['server'] || 0 !== strpos( $address, $settings['server'] . '/c/' ) ) {
		return $link;
	}
	$html = '<glasno-budget src="' . esc_url( $address ) . '"';
	foreach ( GLASNO_OPTIONS as $name ) {
		if ( ! empty( $attributes[ $name ] ) ) {
			$html .= ' ' . $name . '="' . esc_attr( $attributes[ $name ] ) . '"';
		}
	}
	return glasno_awaken( $html . '>' . $link . '</glasno-budget>' );
}

/** Loads the script where the element stands, in either form, and leads it through this site where that is wanted. */
function glasno_awaken( $html ) {
	$settings = glasno_settings();
	if ( '' === $settings['server'] || ! preg_match( '/<glasno-budget\s|\sdata-glasno-budget=/', $html ) ) {
		return $html;
	}
	$version = '' === $settings['version'] ? 'v1' : $settings['version'];
	wp_enqueue_script( 'glasno', glasno_base() . '/w/' . $version . '/glasno.js', array(), null, true );
	if ( ! $settings['proxy'] ) {
		return $html;
	}
	$api = 'api="' . esc_url( glasno_base() ) . '" ';
	return preg_replace(
		array( '/(<glasno-budget\s)(?![^>]*\sapi=)/', '/(\s)(data-glasno-budget=)/' ),
		array( '$1' . $api, '$1data-' . $api . '$2' ),
		$html
	);
}

// What editors wrote by hand; before blocks (9) and shortcodes (11), which make the element themselves.
add_filter( 'the_content', 'glasno_awaken', 8 );

add_filter(
	'script_loader_tag',
	function ( $tag, $handle ) {
		if ( 'glasno' !== $handle ) {
			return $tag;
		}
		$integrity = glasno_settings()['integrity'];
		$pinned    = '' === $integrity ? '' : ' integrity="' . esc_attr( $integrity ) . '" crossorigin="anonymous"';
		return str_replace( ' src=', ' async' . $pinned . ' src=', $tag );
	},
	10,
	2
);

// Who may not write HTML as they please may still write this element. Not `api`: it says where answers go.
add_filter(
	'wp_kses_allowed_html',
	function ( $tags, $context ) {
		if ( 'post' === $context ) {
			$tags['glasno-budget'] = array_fill_keys( array_merge( array( 'src' ), GLASNO_OPTIONS ), true );
		}
		return $tags;
	},
	10,
	2
);

add_action(
	'init',
	function () {
		$server = glasno_settings()['server'];
		if ( '' !== $server ) {
			wp_oembed_add_provider( $server . '/c/*', $server . '/oembed' );
		}
		// [glasno url="https://…/c/sofia-2027" lang="bg" heading-level="3"]Words of the link[/glasno]
		add_shortcode( 'glasno', 'glasno_element' );
		$needs = array( 'wp-blocks', 'wp-element', 'wp-block-editor', 'wp-components' );
		wp_register_script( 'glasno-block', plugins_url( 'block.js', __FILE__ ), $needs, '0.1.0', true );
		wp_localize_script( 'glasno-block', 'glasnoBlock', array( 'server' => $server ) );
		register_block_type( __DIR__, array( 'render_callback' => 'glasno_block' ) );
	}
);

/** The block. What it saved is the plain form, which works by itself where this plugin is taken away again. */
function glasno_block( $attributes ) {
	return glasno_element( $attributes, isset( $attributes['text'] ) ? $attributes['text'] : '' );
}
