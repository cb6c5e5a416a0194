<?php

// Usage: php Queue.php FILE send|receive     The file gives the key; its Java twin is Queue.java.

$queue = msg_get_queue(ftok($argv[1], 'q'));
if ($argv[2] === 'send') {
    msg_send($queue, 1, ['job' => 42, 'files' => ['a.png', 'b.png']]);
} elseif (msg_receive($queue, 1, $type, 8192, $message, true, MSG_IPC_NOWAIT, $error)) {
    echo "type $type, job {$message['job']}, {$message['files'][1]}\n";
} else {
    echo "nothing: error $error\n";
}
