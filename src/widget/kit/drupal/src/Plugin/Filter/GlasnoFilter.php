<?php
// License: GPL-2.0-or-later, as Drupal asks; Glasno itself is under the EUPL-1.2, whose appendix names the GPL as compatible.

namespace Drupal\glasno\Plugin\Filter;

use Drupal\Component\Utility\Html;
use Drupal\Core\Site\Settings;
use Drupal\filter\FilterProcessResult;
use Drupal\filter\Plugin\FilterBase;

/**
 * A consultation's address, alone in a paragraph, becomes the consultation.
 *
 * @Filter(
 *   id = "glasno",
 *   title = @Translation("Glasno consultations"),
 *   type = Drupal\filter\Plugin\FilterInterface::TYPE_TRANSFORM_REVERSIBLE
 * )
 */
class GlasnoFilter extends FilterBase {

  public function process($text, $langcode) {
    $result = new FilterProcessResult($text);
    $server = rtrim(Settings::get('glasno_server', ''), '/');
    if ($server === '') {
      return $result;
    }
    // The editor, or Drupal's own filter, may have made a link of it.
    $address = preg_quote($server, '#') . '/c/[a-z0-9-]+';
    $label = '(?:\\?ref=([a-z0-9-]{1,32}))?';
    $alone = "#<p>\\s*(?:<a href=\"[^\"<>]*\">)?($address)$label(?:</a>)?\\s*</p>#";
    $drawn = preg_replace_callback($alone, function ($found) use ($langcode) {
      $language = Html::escape($langcode);
      $label = isset($found[2]) ? " ref=\"$found[2]\"" : '';
      return "<glasno-budget src=\"$found[1]\" lang=\"$language\"$label><a href=\"$found[1]\">Участвайте в обсъждането на бюджета</a></glasno-budget>";
    }, $text, -1, $count);
    if ($count) {
      $result->setProcessedText($drawn)->addAttachments(['library' => ['glasno/budget']]);
    }
    return $result;
  }

}
