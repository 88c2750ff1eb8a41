<?php
/** The one thing that the plugin keeps. The pages keep their links. */

defined( 'WP_UNINSTALL_PLUGIN' ) || exit;

delete_option( 'glasno' );
