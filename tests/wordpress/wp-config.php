<?php
// A WordPress for the tests: its address and its database's socket come from the environment.

define( 'WP_HOME', getenv( 'GLASNO_WORDPRESS_URL' ) );
define( 'WP_SITEURL', WP_HOME );
define( 'DB_NAME', 'wordpress' );
define( 'DB_USER', 'root' );
define( 'DB_PASSWORD', '' );
define( 'DB_HOST', 'localhost:' . getenv( 'GLASNO_WORDPRESS_SOCKET' ) );
define( 'DB_CHARSET', 'utf8mb4' );
define( 'DB_COLLATE', '' );

// Editors of a single site may write any HTML; municipalities' often may not.
define( 'DISALLOW_UNFILTERED_HTML', true );
// Nothing of this test asks anybody on the internet.
define( 'WP_HTTP_BLOCK_EXTERNAL', true );
define( 'WP_ACCESSIBLE_HOSTS', '127.0.0.1' );
define( 'AUTOMATIC_UPDATER_DISABLED', true );
define( 'DISABLE_WP_CRON', true );
// WordPress of Debian 12 is older than its PHP, which finds some of it deprecated.
define( 'WP_DEBUG', false );

$table_prefix = 'wp_';
defined( 'ABSPATH' ) || define( 'ABSPATH', __DIR__ . '/' );
require ABSPATH . 'wp-settings.php';
