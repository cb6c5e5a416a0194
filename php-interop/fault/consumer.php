<?php

/** `php consumer.php LEDGER KEY TYPE`: receives until "end" comes, and notes each message. The Java twin is ConsumerProcess. */

declare(strict_types=1);

require __DIR__ . '/parcel.php';

[, $ledger, $key, $desired] = $argv;
$received = fopen($ledger, 'a');
$queue = queue((int) $key);
while (true) {
    while (!@msg_receive($queue, (int) $desired, $type, LARGEST, $bytes, false, 0, $error) && isGone($error)) {
        $queue = queue((int) $key);
    }
    if ($bytes === 'end') {
        exit(0);
    }
    ['producer' => $producer, 'number' => $number] = unpack('Nproducer/Nnumber', $bytes);
    if ([$type, $bytes] !== parcel($producer, $number)) {
        fwrite(STDERR, "message $number of producer $producer is not what was sent\n");
        exit(1);
    }
    fwrite($received, substr($bytes, 0, HEADER));
}
