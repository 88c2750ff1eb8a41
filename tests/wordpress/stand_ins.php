<?php
// The plugins for Joomla and for Drupal, where neither is: what they ask of their system stands here, as small as it goes.
// php stand_ins.php SYSTEM CONTEXT, the text on standard input; tells what became of it and what was loaded with it.

namespace Joomla\CMS\Plugin {
	class CMSPlugin {
		public $params;
	}
}

namespace Joomla\CMS {
	class Factory {
		public static $loaded = array();
		public static function getApplication() {
			return new self();
		}
		public function getDocument() {
			return $this;
		}
		public function getWebAssetManager() {
			return $this;
		}
		public function registerAndUseScript( $name, $uri, $options, $attributes ) {
			self::$loaded = array( $uri, $attributes );
		}
	}
}

namespace Drupal\Component\Utility {
	class Html {
		public static function escape( $text ) {
			return htmlspecialchars( $text );
		}
	}
}

namespace Drupal\Core\Site {
	class Settings {
		public static function get( $name, $default ) {
			return 'glasno_server' === $name ? 'https://glasno.example.bg' : $default;
		}
	}
}

namespace Drupal\filter {
	class FilterProcessResult {
		public $text;
		public $loaded = array();
		public function __construct( $text ) {
			$this->text = $text;
		}
		public function setProcessedText( $text ) {
			$this->text = $text;
			return $this;
		}
		public function addAttachments( $loaded ) {
			$this->loaded = $loaded['library'];
			return $this;
		}
	}
}

namespace Drupal\filter\Plugin {
	class FilterBase {
	}
}

namespace {
	const KIT = __DIR__ . '/../../src/widget/kit/';

	class Parameters {
		public function get( $name, $default ) {
			$set = array( 'server' => 'https://glasno.example.bg/', 'version' => '1.4.2', 'integrity' => 'sha384-x' );
			return isset( $set[ $name ] ) ? $set[ $name ] : $default;
		}
	}

	list( , $system, $context ) = $argv;
	$text = stream_get_contents( STDIN );
	if ( 'joomla' === $system ) {
		define( '_JEXEC', 1 );
		require KIT . 'joomla/glasno.php';
		$plugin         = new PlgContentGlasno();
		$plugin->params = new Parameters();
		$article        = (object) ( 'none' === $context ? array() : array( 'text' => $text ) );
		$nothing        = null;
		$plugin->onContentPrepare( $context, $article, $nothing );
		$told = array( isset( $article->text ) ? $article->text : null, Joomla\CMS\Factory::$loaded );
	} else {
		require KIT . 'drupal/src/Plugin/Filter/GlasnoFilter.php';
		$filter = new Drupal\glasno\Plugin\Filter\GlasnoFilter();
		$result = $filter->process( $text, $context );
		$told   = array( $result->text, $result->loaded );
	}
	echo json_encode( $told );
}
