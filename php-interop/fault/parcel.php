<?php

/**
 * What the fault tests send: message $number of producer $producer has its type and its bytes from these two
 * numbers alone, so that whoever gets it sees whether it is whole. The Java twin is Parcel.
 */

declare(strict_types=1);

const HEADER = 8;
const LARGEST = 8192;

/** @return array{int, string} type and bytes */
function parcel(int $producer, int $number): array
{
    static $filler = null;
    $filler ??= str_repeat(implode('', array_map('chr', range(0, 255))), (LARGEST >> 8) + 1);
    $mix = ($producer * 31 + $number) * 2654435761 & 0xffffffff;
    $choice = $mix >> 8 & 15;
    $size = $mix >> 12 & 1023;
    return [
        $choice === 0 ? 4 : 1 + $choice % 3,
        pack('NN', $producer, $number) . substr($filler, $mix & 255, $size === 1023 ? LARGEST - HEADER : $size),
    ];
}

/** The queue of a key, which others remove and make at the same time. */
function queue(int $key): SysvMessageQueue
{
    do {
        $queue = @msg_get_queue($key, 0600);
    } while ($queue === false);
    return $queue;
}

/** Whether a call on a queue failed since the queue is gone: EINVAL or EIDRM. Nothing else may be. */
function isGone(int $error): bool
{
    if ($error === 22 || $error === 43) {
        return true;
    }
    fwrite(STDERR, posix_strerror($error) . "\n");
    exit(1);
}
