<?php

// Usage: php worker.php KEY     Doubles the number in the first message of type 1.

$queue = msg_get_queue((int) $argv[1]);
msg_receive($queue, 1, $type, 8192, $number);
msg_send($queue, 2, 2 * $number);
