<?php

/** `php producer.php LEDGER KEY PRODUCER COUNT`: sends, and notes each message that was sent. The Java twin is ProducerProcess. */

declare(strict_types=1);

require __DIR__ . '/parcel.php';

[, $ledger, $key, $producer, $count] = $argv;
$sent = fopen($ledger, 'a');
$queue = queue((int) $key);
for ($number = 0; $number < (int) $count; $number++) {
    [$type, $bytes] = parcel((int) $producer, $number);
    while (!@msg_send($queue, $type, $bytes, false, true, $error) && isGone($error)) {
        $queue = queue((int) $key);
    }
    fwrite($sent, pack('NN', $producer, $number));
}
