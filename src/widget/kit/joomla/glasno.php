<?php
/**
 * Joomla content plugin: {glasno https://…/c/sofia-2027 lang=bg heading-level=3 hide=header,footer} in an article becomes the
 * consultation. What may stand there are the element's attributes but `api`, which says where answers go.
 * Braces pass every text filter, where elements, frames and scripts do not. Joomla 4 and 5.
 *
 * License: GPL-2.0-or-later, as Joomla asks; Glasno itself is under the EUPL-1.2, whose appendix names the GPL as compatible.
 */

defined('_JEXEC') || exit;

use Joomla\CMS\Factory;
use Joomla\CMS\Plugin\CMSPlugin;

class PlgContentGlasno extends CMSPlugin
{
    private const WRITTEN = '/\{glasno\s+(https?:\/\/[^\s}<"\']+)((?:\s+(?:lang|theme|mode|loading|heading-level|min-height|view|hide|compact|ref)=[a-z0-9.,-]{1,40})*)\s*\}/';

    public function onContentPrepare($context, &$article, &$params, $page = 0)
    {
        $server = rtrim($this->params->get('server', ''), '/');
        // The search engine asks too, where there is no page to put a script into, and modules that have no text.
        if ($server === '' || $context === 'com_finder.indexer' || strpos($article->text ?? '', '{glasno') === false) {
            return;
        }
        $script = false;
        $article->text = preg_replace_callback(self::WRITTEN, function ($found) use ($server, &$script) {
            $address = htmlspecialchars(html_entity_decode($found[1]), ENT_QUOTES);
            $link    = "<a href=\"$address\">Участвайте в обсъждането на бюджета</a>";
            if (strpos($address, "$server/c/") !== 0) {
                return $link;
            }
            $script  = true;
            // Within the braces a space ends a value, so a list has commas.
            $options = preg_replace('/([a-z-]+)=(\S+)/', '$1="$2"', $found[2]);
            $options = str_replace(',', ' ', $options);
            return "<glasno-budget src=\"$address\"$options>$link</glasno-budget>";
        }, $article->text);
        if ($script) {
            $version   = $this->params->get('version', '') ?: 'v1';
            $integrity = $this->params->get('integrity', '');
            $pinned    = $integrity === '' ? [] : ['integrity' => $integrity, 'crossorigin' => 'anonymous'];
            Factory::getApplication()->getDocument()->getWebAssetManager()
                ->registerAndUseScript('glasno', "$server/w/$version/glasno.js", [], ['async' => true] + $pinned);
        }
    }
}
