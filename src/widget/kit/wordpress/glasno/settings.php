<?php
/** Settings → Glasno: the server, the version and the proxy. WordPress checks who saves it, and its nonce. */

defined( 'ABSPATH' ) || exit;

/** The administrator's language, Bulgarian or else English. */
function glasno_say( $bulgarian, $english ) {
	return 0 === strpos( determine_locale(), 'bg' ) ? $bulgarian : $english;
}

add_action(
	'admin_menu',
	function () {
		add_options_page( 'Glasno', 'Glasno', 'manage_options', 'glasno', 'glasno_settings_page' );
	}
);

add_action(
	'admin_init',
	function () {
		register_setting( 'glasno', 'glasno', array( 'type' => 'array', 'sanitize_callback' => 'glasno_read_settings' ) );
	}
);

/** What was sent, as far as it can be used; what is wrong is said and leaves the earlier settings. */
function glasno_read_settings( $sent ) {
	$before = glasno_settings();
	$sent   = wp_parse_args( is_array( $sent ) ? $sent : array(), array( 'server' => '', 'version' => '' ) );
	$server = untrailingslashit( esc_url_raw( trim( (string) $sent['server'] ), array( 'https', 'http' ) ) );
	$parts  = wp_parse_url( $server );
	$host   = isset( $parts['host'] ) ? $parts['host'] : '';
	$near   = in_array( $host, array( 'localhost', '127.0.0.1', '[::1]' ), true );
	if ( '' !== $server && ( '' === $host || isset( $parts['user'] ) || isset( $parts['query'] ) || isset( $parts['fragment'] )
		|| ( 'https' !== $parts['scheme'] && ! $near ) ) ) {
		return glasno_complain( $before, glasno_say( 'Адресът на сървъра започва с https://', 'The address of the server begins with https://' ) );
	}
	$version = trim( (string) $sent['version'] );
	if ( '' !== $version && ! preg_match( '/^\d+\.\d+\.\d+$/D', $version ) ) {
		return glasno_complain( $before, glasno_say( 'Версията се пише така: 1.4.2', 'A version is written like 1.4.2' ) );
	}
	$integrity = '' === $version ? '' : glasno_integrity( $server, $version );
	if ( null === $integrity ) {
		return glasno_complain( $before, glasno_say( 'Сървърът няма тази версия или не отговаря.', 'The server does not have this version, or does not answer.' ) );
	}
	return compact( 'server', 'version', 'integrity' ) + array( 'proxy' => ! empty( $sent['proxy'] ) );
}

function glasno_complain( $before, $sentence ) {
	// Also called where an option is set by a program, without a page to say it on.
	if ( function_exists( 'add_settings_error' ) ) {
		add_settings_error( 'glasno', 'glasno', $sentence );
	}
	return $before;
}

/** The hash of a version's loader, from its manifest; null where it cannot be had. */
function glasno_integrity( $server, $version ) {
	$answer   = wp_remote_get( $server . '/w/' . $version . '/manifest.json', array( 'redirection' => 0 ) );
	$manifest = 200 === wp_remote_retrieve_response_code( $answer ) ? json_decode( wp_remote_retrieve_body( $answer ), true ) : null;
	foreach ( isset( $manifest['files'] ) ? (array) $manifest['files'] : array() as $file ) {
		if ( 'loader' === $file['role'] && preg_match( '#^sha384-[A-Za-z0-9+/]{64}$#D', $file['integrity'] ) ) {
			return $file['integrity'];
		}
	}
	return null;
}

function glasno_settings_page() {
	$settings = glasno_settings();
	?>
	<div class="wrap">
		<h1>Glasno</h1>
		<form method="post" action="options.php">
			<?php settings_fields( 'glasno' ); ?>
			<p>
				<label for="glasno-server"><?php echo esc_html( glasno_say( 'Сървър на обсъжданията', 'Server of the consultations' ) ); ?></label><br>
				<input id="glasno-server" name="glasno[server]" type="url" class="regular-text" placeholder="https://glasno.example.bg"
					value="<?php echo esc_attr( $settings['server'] ); ?>">
			</p>
			<p>
				<label for="glasno-version"><?php echo esc_html( glasno_say( 'Версия (празно: винаги най-новата)', 'Version (empty: always the newest)' ) ); ?></label><br>
				<input id="glasno-version" name="glasno[version]" class="small-text" placeholder="1.4.2"
					value="<?php echo esc_attr( $settings['version'] ); ?>">
				<code><?php echo esc_html( $settings['integrity'] ); ?></code>
			</p>
			<p>
				<label><input name="glasno[proxy]" type="checkbox" value="1" <?php checked( $settings['proxy'] ); ?>>
				<?php echo esc_html( glasno_say( 'През този сайт, под ', 'Through this site, under ' ) . '/' . GLASNO_FOLDER . '/' ); ?></label>
				<?php if ( '' === get_option( 'permalink_structure' ) ) : ?>
					<strong><?php echo esc_html( glasno_say( 'За това постоянните връзки не бива да са обикновени.', 'This needs other permalinks than the plain ones.' ) ); ?></strong>
				<?php endif; ?>
			</p>
			<?php submit_button(); ?>
		</form>
	</div>
	<?php
}
