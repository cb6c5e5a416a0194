<?php

/**
 * The PHP side of the compat tests: one long-lived process that its parent drives line by line.
 *
 * In:  a line is PHP code in base64, such as `return msg_send($q, 1, 'a');`. Variables stay.
 * Out: a line is a JSON object: `value` (what the code returned, serialized, in base64) or `thrown`
 *      (class and message), and `warnings` (what PHP would have shown, in order).
 */

declare(strict_types=0);

set_error_handler(static function (int $level, string $text): bool {
    $words = [E_WARNING => 'Warning', E_NOTICE => 'Notice', E_DEPRECATED => 'Deprecated'];
    $GLOBALS['peerAnswer']['warnings'][] = ($words[$level] ?? $level) . ': ' . $text;
    return true;
});

while (($peerLine = fgets(STDIN)) !== false) {
    $peerAnswer = ['warnings' => []];
    try {
        $peerAnswer['value'] = base64_encode(serialize(eval(base64_decode($peerLine))));
    } catch (Throwable $peerThrown) {
        $peerAnswer['thrown'] = get_class($peerThrown) . ': ' . $peerThrown->getMessage();
    }
    echo json_encode($peerAnswer, JSON_INVALID_UTF8_SUBSTITUTE | JSON_THROW_ON_ERROR), "\n";
}
