<?php
/**
 * The server under an address of this site, /uchastie/: one origin for ad-blockers and for the site's own policy.
 *
 * Only what the widget asks for goes through, only to the server that the administrator named, and without any cookie.
 * It needs addresses that WordPress itself answers, so any permalinks but the plain ones; where the web server can do it
 * (../../proxy/), let it: it is faster.
 */

defined( 'ABSPATH' ) || exit;

/** "Taking part": a word that no list of ad-blockers has. */
const GLASNO_FOLDER = 'uchastie';
/** The widget's files, its API and its page in a frame, and nothing that leads out of them. */
const GLASNO_PATHS = '#^(?:(?:w|api/v1)(?:/[A-Za-z0-9_-][A-Za-z0-9._-]*)+|c/[a-z0-9-]+/frame)$#D';
const GLASNO_QUERY = '#^[A-Za-z0-9._~%&=+-]*$#D';
const GLASNO_METHODS = array( 'GET', 'POST', 'PUT', 'DELETE', 'OPTIONS' );
/** In bytes. A ballot of a thousand comments is smaller. */
const GLASNO_LONGEST_BODY = 1048576;
const GLASNO_ASKED = array( 'accept', 'accept-language', 'content-type', 'if-none-match', 'origin',
	'access-control-request-method', 'access-control-request-headers' );
const GLASNO_ANSWERED = array( 'content-type', 'cache-control', 'etag', 'vary', 'retry-after', 'allow', 'x-content-type-options',
	'cross-origin-resource-policy', 'timing-allow-origin', 'access-control-allow-origin', 'access-control-allow-methods',
	'access-control-allow-headers', 'access-control-max-age', 'access-control-expose-headers', 'content-security-policy',
	'permissions-policy', 'referrer-policy', 'cross-origin-embedder-policy' );

// Before WordPress reads the address, starts a theme or puts slashes into $_SERVER.
add_action( 'plugins_loaded', 'glasno_forward' );

function glasno_forward() {
	$settings = glasno_settings();
	$folder   = wp_parse_url( home_url( '/' . GLASNO_FOLDER . '/' ), PHP_URL_PATH );
	list( $path, $query ) = explode( '?', glasno_header( 'REQUEST_URI' ) . '?', 2 );
	if ( ! $settings['proxy'] || '' === $settings['server'] || 0 !== strpos( $path, $folder ) ) {
		return;
	}
	$path   = substr( $path, strlen( $folder ) );
	$query  = rtrim( $query, '?' );
	$method = glasno_header( 'REQUEST_METHOD' );
	// There each error's `docs` is explained; a page is none of ours to pass on.
	if ( 'snippet' === $path ) {
		header( 'location: ' . $settings['server'] . '/snippet', true, 302 );
		exit;
	}
	if ( ! preg_match( GLASNO_PATHS, $path ) || ! preg_match( GLASNO_QUERY, $query ) ) {
		glasno_refuse( 404 );
	}
	if ( ! in_array( $method, GLASNO_METHODS, true ) ) {
		glasno_refuse( 405 );
	}
	$body = file_get_contents( 'php://input', false, null, 0, GLASNO_LONGEST_BODY + 1 );
	if ( strlen( $body ) > GLASNO_LONGEST_BODY ) {
		glasno_refuse( 413 );
	}
	$answer = wp_remote_request(
		$settings['server'] . '/' . $path . ( '' === $query ? '' : '?' . $query ),
		array(
			'method'      => $method,
			'headers'     => glasno_headers(),
			'body'        => $body,
			'timeout'     => 20,
			// Where an answer leads elsewhere, nobody follows.
			'redirection' => 0,
			'user-agent'  => 'Glasno for WordPress',
		)
	);
	if ( is_wp_error( $answer ) ) {
		glasno_refuse( 502 );
	}
	glasno_answer( $answer );
}

/** What the server has to know of whoever asks: never the cookies of this site. */
function glasno_headers() {
	$headers = array( 'x-forwarded-for' => glasno_header( 'REMOTE_ADDR' ), 'x-forwarded-proto' => is_ssl() ? 'https' : 'http' );
	foreach ( GLASNO_ASKED as $name ) {
		$value = glasno_header( 'HTTP_' . strtoupper( strtr( $name, '-', '_' ) ) );
		// PHP keeps this one without its prefix.
		$value = 'content-type' === $name ? glasno_header( 'CONTENT_TYPE' ) : $value;
		if ( '' !== $value ) {
			$headers[ $name ] = $value;
		}
	}
	// The citizen's receipt code, and no password of this site.
	$receipt = glasno_header( 'HTTP_AUTHORIZATION' ) . glasno_header( 'REDIRECT_HTTP_AUTHORIZATION' );
	if ( 0 === strpos( $receipt, 'Glasno-Receipt ' ) ) {
		$headers['authorization'] = $receipt;
	}
	// gzip is unpacked on the way, so only the tighter packing is worth asking for.
	$packs = false !== strpos( glasno_header( 'HTTP_ACCEPT_ENCODING' ), 'br' );
	$headers['accept-encoding'] = $packs ? 'br' : 'identity';
	return $headers;
}

function glasno_answer( $answer ) {
	$body = wp_remote_retrieve_body( $answer );
	status_header( wp_remote_retrieve_response_code( $answer ) );
	header_remove( 'X-Powered-By' );
	foreach ( GLASNO_ANSWERED as $name ) {
		$value = wp_remote_retrieve_header( $answer, $name );
		if ( '' !== $value ) {
			header( $name . ': ' . ( is_array( $value ) ? implode( ', ', $value ) : $value ) );
		}
	}
	// Some PHP unpack it on the way: then it has another length than the server said.
	$packed = wp_remote_retrieve_header( $answer, 'content-encoding' );
	if ( '' !== $packed && (string) strlen( $body ) === wp_remote_retrieve_header( $answer, 'content-length' ) ) {
		header( 'content-encoding: ' . $packed );
	}
	echo $body; // phpcs:ignore WordPress.Security.EscapeOutput -- with the server's own type and nosniff.
	exit;
}

function glasno_refuse( $status ) {
	status_header( $status );
	header( 'cache-control: no-store' );
	exit;
}

function glasno_header( $name ) {
	return isset( $_SERVER[ $name ] ) ? (string) $_SERVER[ $name ] : '';
}
