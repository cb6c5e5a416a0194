<?php

/**
 * The peer: `dispatch` packs and sends tasks as an outside dispatcher in PHP does, `drain` takes and
 * unpacks them. Reads a count per line, answers the nanoseconds.
 */

declare(strict_types=1);

const BATCH = 50;

[, $side, $key] = $argv;
$queue = msg_get_queue((int) $key);
$job = ['id' => 123456, 'name' => 'resize', 'file' => str_repeat('f', 51), 'tags' => ['mail', 'urgent'], 'ratio' => 1.5, 'done' => false];

function dispatch(SysvMessageQueue $queue, array $job, int $id): void
{
    $payload = serialize($job);
    $header = pack('qQLsCCSSLd', $id, 0, strlen($payload), 0, 8, 0, 0, 134, 0, microtime(true));
    msg_send($queue, 1, $header . $payload, false);
}

while (($line = fgets(STDIN)) !== false) {
    $count = (int) $line;
    $nanos = 0;
    if ($side === 'dispatch') {
        for ($done = 0; $done < $count; $done += BATCH) {
            $start = hrtime(true);
            for ($i = 0; $i < BATCH; $i++) {
                dispatch($queue, $job, $i);
            }
            $nanos += hrtime(true) - $start;
            for ($i = 0; $i < BATCH; $i++) {
                msg_receive($queue, 0, $type, 8192, $packet, false);
            }
        }
    } else {
        $start = 0;
        for ($i = 0; $i < $count; $i++) {
            msg_receive($queue, 0, $type, 8192, $packet, false);
            $start = $start ?: hrtime(true);
            $header = unpack('qid/Qmsg/Llength/sworker/Ctype/Cchunk/Sfd/Sflags/Lreserved/dtime', $packet);
            $value = unserialize(substr($packet, 40));
        }
        $nanos = hrtime(true) - $start;
    }
    echo $nanos, "\n";
}
