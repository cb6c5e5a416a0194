<?php
// Three queues at work for bin/screenshot: one that is fed faster than it is emptied, one that comes and goes, and
// one with tasks for Swoole. Ends after so many seconds; the queues go with it.
$jobs = msg_get_queue(0x51, 0600);
$mails = msg_get_queue(0x52, 0600);
$tasks = msg_get_queue(0x53, 0600);
msg_send($tasks, 5, pack('qVvCCd', 7, 0, 0, 0, 0, 0) . 'resize a.png', false);
$end = microtime(true) + $argv[1];
for ($i = 0; microtime(true) < $end; $i++) {
    msg_send($jobs, 1 + $i % 3, ['job' => 1000 + $i, 'files' => ['a.png', 'b.png'], 'retry' => $i % 5 == 0], true, false);
    if ($i % 3 == 0) {
        msg_receive($jobs, 0, $type, 8192, $job, true, MSG_IPC_NOWAIT);
    }
    if ($i % 40 < 20) {
        msg_send($mails, 1, "mail $i", true, false);
    } else {
        msg_receive($mails, 0, $type, 8192, $mail, true, MSG_IPC_NOWAIT);
    }
    usleep(90_000);
}
foreach ([$jobs, $mails, $tasks] as $queue) {
    msg_remove_queue($queue);
}
