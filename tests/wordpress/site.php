<?php
// What the administrator and an editor of a municipality's WordPress do: php site.php FOLDER COMMAND [ARGUMENT].
// Texts come on standard input, what there is to tell goes out as JSON.
//
//   install            makes the database, the site, and an editor
//   activate           switches the plugin on
//   settings           saves the plugin's settings, from JSON, as its page would
//   sanitise           what WordPress leaves of a text by the editor
//   page NAME          publishes a page by the editor; tells its address and what was stored

const EDITOR   = 'ivanova';
const PASSWORD = 'дълга парола за проба';

list( , $folder, $command ) = $argv;
$_SERVER += array( 'HTTP_HOST' => parse_url( getenv( 'GLASNO_WORDPRESS_URL' ), PHP_URL_HOST ), 'REQUEST_METHOD' => 'GET' );

if ( 'install' === $command ) {
	$database = new mysqli( 'localhost', 'root', '', '', 0, getenv( 'GLASNO_WORDPRESS_SOCKET' ) );
	$database->query( 'create database wordpress' );
	define( 'WP_INSTALLING', true );
	// WordPress would write a letter to the administrator.
	function wp_new_blog_notification() {}
}

require $folder . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/admin.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';

/** Everything after it happens with the rights of the editor. */
function become_editor() {
	wp_set_current_user( get_user_by( 'login', EDITOR )->ID );
	if ( ! current_user_can( 'publish_pages' ) || current_user_can( 'unfiltered_html' ) ) {
		fail( 'the editor has other rights than the test is about' );
	}
}

function tell( $what ) {
	echo wp_json_encode( $what ), "\n";
}

function fail( $why ) {
	fwrite( STDERR, $why . "\n" );
	exit( 1 );
}

switch ( $command ) {
	case 'install':
		wp_install( 'Община Примерово', 'admin', 'admin@example.bg', true, '', PASSWORD );
		update_option( 'permalink_structure', '/%postname%/' );
		flush_rewrite_rules( false );
		wp_insert_user( array( 'user_login' => EDITOR, 'user_pass' => PASSWORD, 'role' => 'editor' ) );
		break;
	case 'activate':
		$refused = activate_plugin( 'glasno/glasno.php' );
		is_wp_error( $refused ) && fail( $refused->get_error_message() );
		break;
	case 'settings':
		$wanted = json_decode( stream_get_contents( STDIN ), true );
		update_option( 'glasno', glasno_read_settings( $wanted ) );
		tell( get_option( 'glasno' ) );
		break;
	case 'sanitise':
		become_editor();
		tell( wp_unslash( apply_filters( 'content_save_pre', wp_slash( stream_get_contents( STDIN ) ) ) ) );
		break;
	case 'page':
		become_editor();
		$page = array( 'post_type' => 'page', 'post_status' => 'publish', 'post_name' => $argv[3], 'post_title' => $argv[3] );
		$id   = wp_insert_post( wp_slash( $page + array( 'post_content' => stream_get_contents( STDIN ) ) ), true );
		is_wp_error( $id ) && fail( $id->get_error_message() );
		tell( array( 'address' => get_permalink( $id ), 'stored' => get_post( $id )->post_content ) );
		break;
	default:
		fail( "there is no command $command" );
}
