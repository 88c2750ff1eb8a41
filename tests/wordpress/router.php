<?php
// For PHP's own web server: files as they are, everything else is WordPress's, as its .htaccess has it.

$path = $_SERVER['DOCUMENT_ROOT'] . urldecode( parse_url( $_SERVER['REQUEST_URI'], PHP_URL_PATH ) );
if ( is_file( $path ) || is_file( $path . '/index.php' ) && basename( dirname( $path . '/x' ) ) === 'wp-admin' ) {
	return false;
}
$_SERVER['SCRIPT_NAME'] = $_SERVER['PHP_SELF'] = '/index.php';
require $_SERVER['DOCUMENT_ROOT'] . '/index.php';
