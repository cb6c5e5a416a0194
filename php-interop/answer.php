<?php

/**
 * For a worker that answers Java's `TaskQueue.call`, in onTask or in a loop of its own:
 *
 *   phpipc_answer($data, fn ($value) => ...);
 *
 * The task names the queue and the message type of the answer. An answer that is too large for a message
 * goes to a file, whose name is sent. The caller reads all the time, so a full queue is tried again, for
 * a second, unless the caller has ended; a queue that is gone is not made anew. False if nobody was told,
 * which error_log says with the reason.
 */
function phpipc_answer(array $task, callable $work): bool
{
    try {
        $answer = serialize(['value' => $work($task['value'])]);
    } catch (Throwable $e) {
        $answer = serialize(['error' => get_class($e) . ': ' . $e->getMessage()]);
    }
    $errno = phpipc_send_answer($task, $answer);
    if ($errno === 22) { // EINVAL: the answer is larger than kernel.msgmax.
        $file = phpipc_spill_answer($task, $answer);
        $errno = phpipc_send_answer($task, serialize($file === null
            ? ['error' => 'the answer of ' . strlen($answer) . ' bytes is refused with error 22 and cannot be put into a file']
            : ['file' => $file, 'bytes' => strlen($answer)]));
        if ($errno !== 0 && $file !== null) {
            unlink($file);
        }
    }
    if ($errno !== 0) {
        $reason = function_exists('posix_strerror') ? posix_strerror($errno) : "error $errno";
        error_log("phpipc_answer: the queue with key {$task['reply_key']} does not take the answer: $reason");
    }
    return $errno === 0;
}

/** 0, or the error number: ENOENT (2) where the queue is gone, EAGAIN (11) where nobody reads it. */
function phpipc_send_answer(array $task, string $answer): int
{
    static $unread = []; // Keys of queues that stayed full: they are tried, and not waited for.
    $key = $task['reply_key'];
    for ($try = 0; msg_queue_exists($key); $try++) {
        $queue = msg_get_queue($key);
        if (@msg_send($queue, $task['reply_type'], $answer, false, false, $errno)) {
            unset($unread[$key]);
            return 0;
        }
        if ($errno !== MSG_EAGAIN || isset($unread[$key]) || !phpipc_has_reader($queue)) {
            return $errno;
        }
        if ($try === 100) {
            $unread[$key] = true;
            return $errno;
        }
        usleep(10000);
    }
    return 2;
}

/** Whether the process that received last still runs; true where that cannot be known. */
function phpipc_has_reader(SysvMessageQueue $queue): bool
{
    $pid = @msg_stat_queue($queue)['msg_lrpid'] ?? 0;
    return $pid === 0 || !function_exists('posix_kill') || posix_kill($pid, 0) || posix_get_last_error() === 1; // EPERM
}

/** The new file with the answer, as open as the queue; null where there can be none. */
function phpipc_spill_answer(array $task, string $answer): ?string
{
    $folder = $task['reply_spool'] ?? '';
    $file = is_dir($folder) && is_writable($folder) ? tempnam($folder, 'swoole.task.') : false;
    if ($file === false) {
        return null;
    }
    if (@file_put_contents($file, $answer) !== strlen($answer)) {
        unlink($file);
        return null;
    }
    $status = msg_queue_exists($task['reply_key']) ? @msg_stat_queue(msg_get_queue($task['reply_key'])) : false;
    if ($status !== false) {
        chmod($file, 0600 | ($status['msg_perm.mode'] & 0044));
        function_exists('posix_geteuid') && posix_geteuid() === 0 && chown($file, $status['msg_perm.uid']);
    }
    return $file;
}
